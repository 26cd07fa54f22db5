import { closeSync, constants, openSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const flags =
  constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0);

const toPath = (folder: string) => join(folder, 'failed.jsonl');

/**
 * Adds a line to what failed. Several processes may; each writes a line at once.
 *
 * @throws what the file system says.
 */
export function appendFailed(folder: string, line: object): void {
  const fd = openSync(toPath(folder), flags, 0o600);
  try {
    writeSync(fd, Buffer.from(`${JSON.stringify(line)}\n`));
  } finally {
    closeSync(fd);
  }
}

/** How many bytes it holds. */
export function measureFailed(folder: string): number {
  try {
    return statSync(toPath(folder)).size;
  } catch {
    return 0;
  }
}
