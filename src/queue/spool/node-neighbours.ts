import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { judgeLife, type ProcessIdentity } from '../../files/node-process-identity.ts';
import { type MarkedState, readMarks } from './marks.ts';
import { formatVersion, type Owner, readBeat, readOwner } from './node-owner-file.ts';
import { listSegments, toSegmentPath } from './node-unit.ts';

/** Without the kernel's word, an owner that shows nothing for so long is dead. */
const longestSilence = 6_000;
/** A process that lives while the owner shows nothing for so long is another, or its thread has ended. */
const longestSilenceInUse = 5 * 60_000;

/** A unit of the folder that is another queue's. */
export interface Neighbour {
  readonly path: string;
  readonly owner: Owner;
  readonly isAlive: boolean;
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
  list(isOurs: (path: string) => boolean, onForeign: () => void): Neighbour[] {
    const neighbours: Neighbour[] = [];
    const paths = new Set(this.#listUnits());
    for (const path of this.#seen.keys()) if (!paths.has(path)) this.#seen.delete(path);
    for (const path of paths) {
      if (isOurs(path)) continue;
      const owner = tryToRead(path);
      if (!owner) continue;
      if (owner.v === formatVersion) {
        neighbours.push({ path, owner, isAlive: !owner.isReleased && this.#isAlive(path, owner) });
      } else if (!this.#foreign.has(path)) {
        this.#foreign.add(path);
        onForeign();
      }
    }
    return neighbours;
  }

  #listUnits(): string[] {
    return readdirSync(this.#folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => join(this.#folder, name))
      .sort();
  }

  #isAlive(path: string, owner: Owner): boolean {
    const life = judgeLife(owner.process, this.#own);
    if (life === 'dead') return false;
    const beat = readBeat(path);
    const now = performance.now();
    const seen = this.#seen.get(path);
    if (!seen || seen.beat !== beat) {
      this.#seen.set(path, { beat, since: now });
      return true;
    }
    return now - seen.since < (life === 'unknown' ? longestSilence : longestSilenceInUse);
  }
}

/** Who owns a unit; one that cannot be read now is looked at again next time. */
function tryToRead(path: string): Owner | undefined {
  try {
    return readOwner(path);
  } catch {
    return undefined;
  }
}

/** Whether logs of a unit may be mixed with ours: one base URL, and one account as far as is known. */
export function isAkin({ owner }: Neighbour, { baseUrl, account }: Belonging): boolean {
  if (owner.baseUrl !== baseUrl) return false;
  return owner.account === null || account === null || owner.account === account;
}

/** What the marks of a unit say, segment by segment. */
export function readUnitMarks(path: string): MarkedState[] {
  const states: MarkedState[] = [];
  try {
    for (const number of listSegments(path)) {
      states.push(readMarks(readIfThere(`${toSegmentPath(path, number)}.marks`)));
    }
  } catch {
    // It went away while it was read: everything in it is settled.
  }
  return states;
}

/** How many bytes a unit holds. */
export function measureUnit(path: string): number {
  try {
    return readdirSync(path).reduce((sum, name) => sum + statSync(join(path, name)).size, 0);
  } catch {
    return 0;
  }
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
