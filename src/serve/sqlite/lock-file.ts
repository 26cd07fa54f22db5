import { DatabaseSync } from 'node:sqlite';
import { protectFile } from './data-file.ts';

/**
 * Keeps other servers out for as long as this process lives, by a lock on a file beside the data. A
 * lock on the data itself would also keep out the tools that back it up. Returns what ends it.
 *
 * @throws what SQLite fails with when another process has the lock.
 */
export function lockFile(file: string): () => void {
  protectFile(file);
  const holder = new DatabaseSync(file);
  try {
    // A process that is about to end gets the time to let go of it.
    holder.exec('PRAGMA busy_timeout = 1000; BEGIN EXCLUSIVE;');
  } catch (error) {
    holder.close();
    throw error;
  }
  // The file stays: whoever waits for its lock would get that of a file which nobody else sees.
  return () => holder.close();
}
