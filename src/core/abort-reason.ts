/**
 * Why a signal was aborted. Older platforms and stand-ins keep no reason, and nothing may reject with
 * `undefined`.
 */
export function getAbortReason(signal: { readonly reason?: unknown } | undefined): unknown {
  if (signal?.reason !== undefined) return signal.reason;
  const error = new Error('This operation was aborted');
  error.name = 'AbortError';
  return error;
}
