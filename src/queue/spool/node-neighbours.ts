import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { judgeLife, type ProcessIdentity } from '../../files/node-process-identity.ts';
import { isGone } from './is-gone.ts';
import { type MarkedState, readMarks } from './marks.ts';
import {
  formatVersion,
  type Owner,
  readBeat,
  readLastWrite,
  readOwner,
} from './node-owner-file.ts';
import { listSegments, listUnits, toSegmentPath } from './node-unit.ts';

/** Without the kernel's word, an owner that shows nothing for so long is dead. */
const longestSilence = 6_000;
/** A process that lives while the owner shows nothing for so long is another, or its thread has ended. */
const longestSilenceInUse = 5 * 60_000;

/** A unit of the folder that is another queue's. */
export interface Neighbour {
  readonly path: string;
  /** Absent where nobody can know whose the logs are. */
  readonly owner: Owner | undefined;
  readonly isAlive: boolean;
}

/** What could be read of others' files, and whether that is all there is. */
export interface Reading<T> {
  readonly found: T[];
  readonly isComplete: boolean;
}

/** Whose units a spool deals with. */
export interface Belonging {
  readonly baseUrl: string;
  /** `null` while nobody knows. */
  readonly account: string | null;
}

/** When a heartbeat was seen to move last. */
interface Seen {
  beat: number | undefined;
  since: number;
}

/** The units of other queues in one folder. */
export class Neighbours {
  readonly #folder: string;
  readonly #own: ProcessIdentity;
  readonly #seen = new Map<string, Seen>();
  /** Units of another version, which are told once. */
  readonly #foreign = new Set<string>();

  constructor(folder: string, own: ProcessIdentity) {
    this.#folder = folder;
    this.#own = own;
  }

  /** All of them but those that are ours, and those of another version of the format. */
  list(isOurs: (path: string) => boolean, onForeign: () => void): Reading<Neighbour> {
    const units = readAll([this.#folder], listUnits);
    const paths = new Set(units.found.flat());
    for (const path of this.#seen.keys()) if (!paths.has(path)) this.#seen.delete(path);
    const others = Array.from(paths).filter((path) => !isOurs(path));
    const owners = readAll(others, (path) => ({ path, owner: readOwner(path) }));
    const found: Neighbour[] = [];
    for (const { path, owner } of owners.found) {
      if (owner === undefined || owner === 'damaged') {
        // Whoever is making it, or finds it damaged, writes the owner anew within two seconds.
        const isAlive = this.#hasMoved(path, readLastWrite(path), longestSilence);
        found.push({ path, owner: undefined, isAlive });
      } else if (owner.v === formatVersion) {
        const isAlive = !owner.isReleased && this.#isAlive(path, owner);
        found.push({ path, owner: owner.baseUrl === '' ? undefined : owner, isAlive });
      } else if (!this.#foreign.has(path)) {
        this.#foreign.add(path);
        onForeign();
      }
    }
    return { found, isComplete: units.isComplete && owners.isComplete };
  }

  #isAlive(path: string, owner: Owner): boolean {
    const life = judgeLife(owner.process, this.#own);
    if (life === 'dead') return false;
    const longest = life === 'unknown' ? longestSilence : longestSilenceInUse;
    return this.#hasMoved(path, readBeat(path), longest);
  }

  /** Whether a heartbeat was seen to move within some time. */
  #hasMoved(path: string, beat: number | undefined, longest: number): boolean {
    const now = performance.now();
    const seen = this.#seen.get(path);
    if (seen && seen.beat === beat) return now - seen.since < longest;
    this.#seen.set(path, { beat, since: now });
    return true;
  }
}

/** Reads something at each of some paths. What is gone is no part of it, what cannot be read is. */
function readAll<T>(paths: readonly string[], read: (path: string) => T): Reading<T> {
  const found: T[] = [];
  let isComplete = true;
  for (const path of paths) {
    try {
      found.push(read(path));
    } catch (error) {
      if (!isGone(error)) isComplete = false;
    }
  }
  return { found, isComplete };
}

/** Whether logs of a unit may be mixed with ours: one base URL, and one account as far as is known. */
export function isAkin({ owner }: Neighbour, { baseUrl, account }: Belonging): boolean {
  if (!owner) return true;
  if (owner.baseUrl !== baseUrl) return false;
  return owner.account === null || account === null || owner.account === account;
}

/** What the marks of a unit say, segment by segment. */
export function readUnitMarks(unit: string): Reading<MarkedState> {
  const numbers = readAll([unit], listSegments);
  const paths = numbers.found.flat().map((number) => `${toSegmentPath(unit, number)}.marks`);
  const marks = readAll(paths, (path) => readMarks(readFileSync(path, 'utf8')));
  return { found: marks.found, isComplete: numbers.isComplete && marks.isComplete };
}

/** How many bytes a unit holds. */
export function measureUnit(path: string): number {
  try {
    return readdirSync(path).reduce((sum, name) => sum + statSync(join(path, name)).size, 0);
  } catch {
    return 0;
  }
}
