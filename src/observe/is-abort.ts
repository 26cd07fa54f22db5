/** The caller's doing, and not a failure: known by the signal, or by the shape of what was thrown. */
export function isAbort(reason: unknown, signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true || (Object(reason) as { name?: unknown }).name === 'AbortError';
}
