import { randomUUID } from 'node:crypto';
import {
  closeSync,
  existsSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { judgeLife, type ProcessIdentity } from '../../files/node-process-identity.ts';

/** It is held while something is decided, without waiting for anything: for milliseconds. */
const longestHold = 10_000;

/** Gives a lock back. */
export type Unlock = () => void;

/**
 * Takes the lock of a folder, unless somebody has it: then it gives nothing.
 *
 * @throws what the file system says, where no lock can be written at all.
 */
export function tryLock(folder: string, own: ProcessIdentity): Unlock | undefined {
  const path = join(folder, 'lock');
  const mark = JSON.stringify({ process: own, id: randomUUID() });
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      const fd = openSync(path, 'wx', 0o600);
      try {
        writeSync(fd, mark);
      } catch (error) {
        rmSync(path, { force: true });
        throw error;
      } finally {
        closeSync(fd);
      }
      return () => {
        // It may have been taken from a process that stood still.
        if (readText(path) === mark) rmSync(path, { force: true });
      };
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'EEXIST') throw error;
      if (!removeStale(path, own)) return undefined;
    }
  }
  return undefined;
}

/** Removes a lock whose holder is dead, or has held it for too long. */
function removeStale(path: string, own: ProcessIdentity): boolean {
  const held = readText(path);
  if (held === undefined) return true;
  if (!isStale(path, held, own)) return false;
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
    // Somebody else may have removed it a moment ago, and this is another one.
    if (readText(aside) !== held && !existsSync(path)) linkSync(aside, path);
    rmSync(aside, { force: true });
    return true;
  } catch {
    return false;
  }
}

function isStale(path: string, held: string, own: ProcessIdentity): boolean {
  try {
    if (Date.now() - statSync(path).mtimeMs > longestHold) return true;
    const { process } = JSON.parse(held) as { process: ProcessIdentity };
    return judgeLife(process, own) === 'dead';
  } catch {
    // It is being written, or removed.
    return false;
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
