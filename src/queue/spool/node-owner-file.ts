import { randomUUID } from 'node:crypto';
import { readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProcessIdentity } from '../../files/node-process-identity.ts';

/** The version of the format; what another one wrote is left alone. */
export const formatVersion = 1;

/** Who writes to a unit, and whose logs it holds. */
export interface Owner {
  readonly v: number;
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
 * Writes who owns a unit, at once and as a whole.
 *
 * @throws what the file system says.
 */
export function writeOwner(unit: string, owner: Owner): void {
  const path = toPath(unit);
  const draft = `${path}.${randomUUID()}`;
  try {
    writeFileSync(draft, `${JSON.stringify(owner)}\n`, { mode: 0o600, flag: 'wx' });
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/**
 * Who owns a unit; `undefined` where that is gone, or is no owner.
 *
 * @throws what the file system says, where nobody can tell.
 */
export function readOwner(unit: string): Owner | undefined {
  try {
    const owner = JSON.parse(readFileSync(toPath(unit), 'utf8')) as Owner;
    return typeof owner?.v === 'number' ? owner : undefined;
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (code === undefined || code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
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

/** Deletes the file. */
export function deleteOwner(unit: string): void {
  rmSync(toPath(unit), { force: true });
}
