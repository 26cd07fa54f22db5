/** What an error shows, whichever realm it comes from. */
export interface ErrorLike {
  readonly name?: unknown;
  readonly message: string;
  readonly code?: unknown;
  readonly syscall?: unknown;
  readonly stack?: unknown;
  readonly cause?: unknown;
  readonly errors?: unknown;
}

/**
 * Whether a value is an error, known by its shape: `instanceof Error` is false for errors of another
 * realm, which Jest, vm contexts and iframes deliver.
 */
export function isErrorLike(value: unknown): value is ErrorLike {
  if (typeof value !== 'object' || value === null) return false;
  const { message, name } = value as ErrorLike;
  return typeof message === 'string' && typeof name === 'string';
}
