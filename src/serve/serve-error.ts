/** An error that the operator can correct. Its message is one line that says what is wrong and how. */
export class ServeError extends Error {
  override readonly name = 'ServeError';
}

/** The code of a system error, such as `ENOENT`. */
export function getErrorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
