import { linkSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** Who holds a lock. */
interface Holder {
  readonly host: string;
  readonly pid: number;
  /** When the process started, where that is known: process ids are used again. */
  readonly startedAt: string | undefined;
}

/**
 * Takes a lock file that names this process. One whose process is dead is taken over.
 *
 * @throws an error when another process has it.
 */
export function lockFile(path: string): () => void {
  const own = JSON.stringify(readHolder(process.pid));
  const mine = `${path}.${process.pid}`;
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
      removeStale(path);
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

function removeStale(path: string): void {
  const held = readText(path);
  if (held === undefined || !isStale(held)) return;
  const aside = `${path}.${process.pid}.old`;
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

function isStale(held: string): boolean {
  try {
    const { host, pid, startedAt } = JSON.parse(held) as Holder;
    if (host !== hostname()) return false;
    if (!isAlive(pid)) return true;
    const now = readHolder(pid).startedAt;
    return startedAt !== undefined && now !== undefined && now !== startedAt;
  } catch {
    return true;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: unknown }).code === 'EPERM';
  }
}

function readHolder(pid: number): Holder {
  // The 22nd field; the second is a name in parentheses that may hold blanks.
  const stat = readText(`/proc/${pid}/stat`);
  const startedAt = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  return { host: hostname(), pid, startedAt };
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

const toCode = (error: unknown) => String((error as { code?: unknown }).code);
