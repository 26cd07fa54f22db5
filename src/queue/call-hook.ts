/** Calls a function of the user's; what it throws or rejects with is nobody's trouble. */
export function callHook<T>(hook: ((argument: T) => unknown) | undefined, argument: T): void {
  if (!hook) return;
  try {
    const result: unknown = hook(argument);
    if (typeof (result as PromiseLike<unknown> | undefined)?.then === 'function') {
      Promise.resolve(result).catch(() => undefined);
    }
  } catch {
    // A program is not to fail because of what it does beside.
  }
}
