import { randomUUID } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { ProcessIdentity } from '../../files/node-process-identity.ts';
import { isGone } from './is-gone.ts';
import { syncPath } from './node-sync-path.ts';

/** The version of the format; what another one wrote is left alone. */
export const formatVersion = 1;

/** Who writes to a unit, and whose logs it holds. */
export interface Owner {
  readonly v: number;
  /** Empty where nobody can know whose the logs are. */
  readonly baseUrl: string;
  /** `null` while the token is not known; an empty text for a token that names nobody. */
  readonly account: string | null;
  /** The queue, in its process. */
  readonly queue: string;
  readonly process: ProcessIdentity;
  /** Whether the owner has let go of it. */
  readonly isReleased: boolean;
}

const toPath = (unit: string) => join(unit, 'owner.json');

/**
 * Writes who owns a unit, at once and as a whole. Where it is synced, the death of the machine leaves
 * either what was there or what is written now.
 *
 * @throws what the file system says.
 */
export function writeOwner(unit: string, owner: Owner, isSynced: boolean): void {
  const path = toPath(unit);
  const draft = `${path}.${randomUUID()}`;
  try {
    const fd = openSync(draft, 'wx', 0o600);
    try {
      writeFileSync(fd, `${JSON.stringify(owner)}\n`);
      // The disk may have the new name before it has what the file holds.
      if (isSynced) fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
  if (isSynced) syncPath(unit);
}

/**
 * Who owns a unit; `undefined` where the file is gone, and `'damaged'` where it names nobody.
 *
 * @throws what the file system says, where nobody can tell.
 */
export function readOwner(unit: string): Owner | 'damaged' | undefined {
  let text: string;
  try {
    text = readFileSync(toPath(unit), 'utf8');
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
  try {
    const owner: unknown = JSON.parse(text);
    return isOwner(owner) ? owner : 'damaged';
  } catch {
    return 'damaged';
  }
}

/** Of another version only the version is known. */
function isOwner(value: unknown): value is Owner {
  const { v, baseUrl, account, queue, process } = Object(value) as Partial<Owner>;
  if (v !== formatVersion) return typeof v === 'number';
  const isNamed = typeof baseUrl === 'string' && (account === null || typeof account === 'string');
  return isNamed && typeof queue === 'string' && typeof process?.pid === 'number';
}

/** Shows that the owner is alive. Where that cannot be written, nothing else can. */
export function beat(unit: string, now: number): void {
  try {
    utimesSync(toPath(unit), now / 1_000, now / 1_000);
  } catch {
    // What is to be written next will say so.
  }
}

/** When the owner last showed that it is alive; `undefined` where nobody can tell. */
export function readBeat(unit: string): number | undefined {
  try {
    return statSync(toPath(unit)).mtimeMs;
  } catch {
    return undefined;
  }
}

/** When anything of a unit was written last; `undefined` where nobody can tell. */
export function readLastWrite(unit: string): number | undefined {
  try {
    const paths = readdirSync(unit).map((name) => join(unit, name));
    return Math.max(...[unit, ...paths].map((path) => statSync(path).mtimeMs));
  } catch {
    return undefined;
  }
}

/** Deletes the file. */
export function deleteOwner(unit: string): void {
  rmSync(toPath(unit), { force: true });
}
