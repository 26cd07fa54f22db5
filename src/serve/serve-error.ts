/** Something that whoever started the program can put right: one line says what and how. */
export class ServeError extends Error {
  override readonly name = 'ServeError';
}

/** The code of a system error, such as `ENOENT`. */
export function getErrorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
