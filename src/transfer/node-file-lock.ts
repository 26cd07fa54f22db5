import { randomUUID } from 'node:crypto';
import { linkSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import {
  judgeLife,
  type ProcessIdentity,
  readOwnIdentity,
} from '../files/node-process-identity.ts';

/**
 * Takes a lock file that names this process. One whose process is dead is taken over.
 *
 * @throws an error when another process has it.
 */
export function lockFile(path: string): () => void {
  const owner = readOwnIdentity();
  const own = JSON.stringify({ process: owner, id: randomUUID() });
  const mine = `${path}.${randomUUID()}`;
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      // A link appears with its content, or not at all.
      writeFileSync(mine, own, { mode: 0o600 });
      linkSync(mine, path);
      removeLeftovers(path);
      return () => {
        if (readText(path) === own) rmSync(path, { force: true });
      };
    } catch (error) {
      if (!['EEXIST', 'ENOENT'].includes(toCode(error)) || attempt === 2)
        throw toError(error, path);
      removeStale(path, owner);
    } finally {
      rmSync(mine, { force: true });
    }
  }
  throw toError(undefined, path);
}

function toError(error: unknown, path: string): unknown {
  if (error !== undefined && toCode(error) !== 'EEXIST') return error;
  return new Error(
    `Failed to lock ${path}: another process has it. Wait until that has ended; if there is none, remove the file.`,
  );
}

/** What processes left that died in the middle. Who is trying at this moment tries once more. */
function removeLeftovers(path: string): void {
  const [folder, name] = [dirname(path), `${basename(path)}.`];
  for (const file of readdirSync(folder)) {
    if (file.startsWith(name)) rmSync(join(folder, file), { force: true });
  }
}

function removeStale(path: string, own: ProcessIdentity): void {
  const held = readText(path);
  if (held === undefined || !isStale(held, own)) return;
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
    // Somebody else may have taken it over a moment ago, and this is theirs.
    if (readText(aside) !== held) linkSync(aside, path);
  } catch {
    // Somebody else was faster.
  } finally {
    rmSync(aside, { force: true });
  }
}

function isStale(held: string, own: ProcessIdentity): boolean {
  try {
    const { process: holder } = JSON.parse(held) as { process: ProcessIdentity };
    return judgeLife(holder, own) === 'dead';
  } catch {
    return true;
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

const toCode = (error: unknown) => String((error as { code?: unknown }).code);
