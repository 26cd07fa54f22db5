/** Whether an error of the file system says that there is no such file. */
export function isGone(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return code === 'ENOENT' || code === 'ENOTDIR';
}
