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
    const result = run();
    // A promise of any realm, or something like one.
    if (typeof (result as PromiseLike<unknown> | undefined)?.then === 'function') {
      Promise.resolve(result).catch(() => undefined);
    }
    return true;
  } catch {
    return false;
  }
}
