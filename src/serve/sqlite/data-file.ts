import { closeSync, fchmodSync, fstatSync, openSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getErrorCode, ServeError } from '../serve-error.ts';

/**
 * The path of the file that was named. SQLite itself takes some names for something else: `file:…`
 * for a URI, `:memory:` and the empty name for a temporary database. An absolute path is always a file.
 *
 * @throws {@link ServeError} when it is a URL that names no file, or no name at all.
 */
export function resolveDataFile(name: string): string {
  if (name === '') throw new ServeError('it has no name');
  if (/^file:\/\//i.test(name)) return resolveFileUrl(name);
  if (/^[a-z][a-z\d+.-]+:/i.test(name)) {
    throw new ServeError('it is a URL, and neither that of a file nor postgres://…');
  }
  return resolve(name);
}

function resolveFileUrl(text: string): string {
  try {
    const url = new URL(text);
    if (url.search === '' && url.hash === '') return fileURLToPath(url);
  } catch {
    // Refused below.
  }
  throw new ServeError('it is a URL of more than a file on this machine');
}

/** Creates the file if there is none, and makes it readable by its owner alone. */
export function protectFile(file: string): void {
  const descriptor = openSync(file, 'a', 0o600);
  try {
    // A backup that was put back, for instance, may be open to all.
    if (fstatSync(descriptor).mode & 0o077) fchmodSync(descriptor, 0o600);
  } catch (error) {
    // The file belongs to somebody else, or the disk has no permissions: nothing can be done.
    if (getErrorCode(error) !== 'EPERM') throw error;
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Watches that files stay where they are: a database goes on writing to a file that was deleted, and
 * all of it is lost in the end.
 */
export function createFileWatch(files: readonly string[]): () => boolean {
  const known = new Map<string, string>();
  return () =>
    files.every((file) => {
      const now = readIdentity(file);
      const before = known.get(file);
      // The log of changes comes into being with the first of them.
      if (before === undefined && now !== undefined) known.set(file, now);
      return before === undefined || before === now;
    });
}

function readIdentity(file: string): string | undefined {
  const stats = statSync(file, { throwIfNoEntry: false, bigint: true });
  return stats && `${stats.dev}:${stats.ino}`;
}
