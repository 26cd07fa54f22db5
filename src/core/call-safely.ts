/** Reads a property of something that the user gave; `undefined` if that throws. */
export function readSafely<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/**
 * Calls a function of the user's; what it throws or rejects with is nobody's trouble. `false` if it
 * threw.
 */
export function callSafely(run: () => unknown): boolean {
  try {
    ignorePromise(run());
    return true;
  } catch {
    return false;
  }
}

/**
 * Whether a function of the user's gave a promise (of any realm, or something like one) where a value was
 * wanted. Nobody awaits it, so that its rejection is ignored.
 */
export function ignorePromise(result: unknown): boolean {
  if (typeof (result as PromiseLike<unknown> | undefined)?.then !== 'function') return false;
  Promise.resolve(result).catch(() => undefined);
  return true;
}
