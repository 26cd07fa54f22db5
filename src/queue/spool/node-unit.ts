import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { AppendFile } from './node-append-file.ts';
import { beat, deleteOwner, type Owner, readOwner, writeOwner } from './node-owner-file.ts';
import { Segment } from './node-segment.ts';

/** Bytes after which the next segment is begun. */
const longestSegment = 4 * 1024 * 1024;
/** An owner that has not shown itself for so long asks whether it still is the owner. */
const longestSurety = 5_000;
/** So much of what was written last may die with a machine, in ms; syncs take a tenth of a second. */
const longestLoss = 5_000;
/** Marks are written here and there; more files than that are not held open. */
const mostOpen = 8;

const segmentName = /^(\d{8})\.(log|marks)$/;
const unitName = /^[\da-z]{9,}-[\da-f]{8}$/;

/** A folder of segments with one owner, one base URL and one account. */
export class Unit {
  readonly path: string;
  readonly segments: Segment[];
  #owner: Owner;
  /** Whether the disk must have it before anything goes on. */
  readonly #isSynced: boolean;
  #beatAt: number;
  #nextNumber: number;
  /** Segments whose files are open, those used last at the end. */
  #open: Segment[] = [];
  /** Whether it is another's by now, or gone. */
  isLost = false;
  /** Whether somebody has deleted it. */
  isDeleted = false;
  #hasNewFiles = true;
  /** When a log was added last, by `Date.now()`. */
  addedAt = Number.NEGATIVE_INFINITY;

  private constructor(path: string, owner: Owner, isSynced: boolean, epoch: number) {
    this.path = path;
    this.#owner = owner;
    this.#isSynced = isSynced;
    this.#beatAt = Date.now();
    const numbers = listSegments(path);
    this.segments = numbers.map((number) => new Segment(toSegmentPath(path, number), epoch));
    this.#nextNumber = (numbers.at(-1) ?? 0) + 1;
  }

  /**
   * Makes a new one.
   *
   * @throws what the file system says.
   */
  static create(path: string, owner: Owner, isSynced: boolean): Unit {
    mkdirSync(path, { mode: 0o700 });
    try {
      // The disk has it with the first log.
      writeOwner(path, owner, false);
    } catch (error) {
      // Nobody could know whose it is; on a full disk each try would leave one.
      rmSync(path, { recursive: true, force: true });
      throw error;
    }
    return new Unit(path, owner, isSynced, 0);
  }

  /**
   * Takes one over, with all that it holds.
   *
   * @throws what the file system says.
   */
  static takeOver(path: string, owner: Owner, isSynced: boolean, epoch: number): Unit {
    const doubtSince = resolveLostMarks(path, owner);
    writeOwner(path, owner, isSynced);
    const unit = new Unit(path, owner, isSynced, epoch);
    const offset = resolveOffset(unit.segments);
    for (const segment of unit.segments) {
      if (doubtSince !== undefined && segment.unsettled > 0) {
        segment.mark(['b', doubtSince, offset === undefined ? null : doubtSince + offset]);
      }
      // What another process began is not added to.
      if (!segment.isFull) segment.close();
    }
    return unit;
  }

  /** The account that its logs belong to; `null` while nobody knows. */
  get account(): string | null {
    return this.#owner.account;
  }

  /** Whether nobody can know whose its logs are: they must not be sent. */
  get isNobodys(): boolean {
    return this.#owner.baseUrl === '';
  }

  /** Logs that are not settled. */
  get unsettled(): number {
    return this.segments.reduce((sum, { unsettled }) => sum + unsettled, 0);
  }

  /** Whether logs are on the disk alone. */
  get hasUnread(): boolean {
    return this.segments.some(({ unread }) => unread > 0);
  }

  /** How many bytes its segments hold. */
  get bytes(): number {
    return this.segments.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /**
   * Writes down whose logs it holds, which was not known before.
   *
   * @throws what the file system says.
   */
  nameAccount(account: string): void {
    this.#owner = { ...this.#owner, account };
    writeOwner(this.path, this.#owner, this.#isSynced);
  }

  /**
   * Whether it surely is the owner's: nobody takes over from one that has just shown itself. Where
   * it is not and is not lost either, nobody can tell for now.
   */
  isOurs(now: number): boolean {
    if (this.isLost) return false;
    // The clock may have been set back since.
    if (Math.abs(now - this.#beatAt) < longestSurety) return true;
    return this.show(now) && !this.isLost;
  }

  /** Shows that the owner is alive, if it still is the owner. `false` if nobody can tell that. */
  show(now: number): boolean {
    let owner: Owner | undefined;
    try {
      const read = readOwner(this.path);
      // Nobody takes over what has been damaged for a moment only.
      if (read === 'damaged') writeOwner(this.path, this.#owner, this.#isSynced);
      owner = read === 'damaged' ? this.#owner : read;
    } catch {
      // Such as no free file descriptor: that says nothing about the unit, and is asked again.
      return false;
    }
    this.isDeleted = owner === undefined;
    this.isLost = owner?.queue !== this.#owner.queue;
    this.#beatAt = now;
    if (!this.isLost) beat(this.path, now);
    return true;
  }

  /**
   * The segment that takes the next log.
   *
   * @throws what the file system says.
   */
  segmentForAdd(epoch: number): Segment {
    const last = this.segments.at(-1);
    if (last && !last.isFull && last.logBytes < longestSegment) return last;
    last?.close();
    const segment = new Segment(toSegmentPath(this.path, this.#nextNumber), epoch);
    this.#nextNumber += 1;
    this.segments.push(segment);
    this.#hasNewFiles = true;
    return segment;
  }

  /** Keeps the files of a segment open that is in use, and closes others. */
  use(segment: Segment): void {
    if (this.#open.at(-1) === segment) return;
    this.#open = [...this.#open.filter((other) => other !== segment), segment];
    if (this.#open.length > mostOpen) this.#open.shift()?.rest();
  }

  /** The files that are open. */
  get openFiles(): AppendFile[] {
    return this.#open.flatMap(({ openFiles }) => openFiles);
  }

  /** Whether files were added since this was asked last. */
  takeHasNewFiles(): boolean {
    const hasNewFiles = this.#hasNewFiles;
    this.#hasNewFiles = false;
    return hasNewFiles;
  }

  /** Deletes what is settled; marks only where `mayForget` lets them go. */
  tidy(isIdle: boolean, mayForget: (segment: Segment) => boolean): void {
    for (const segment of Array.from(this.segments)) {
      segment.writeMarks();
      if (segment.unsettled > 0) continue;
      if (!segment.isFull && isIdle) segment.close();
      if (!segment.isFull) continue;
      segment.deleteLog();
      // On a full disk that has made room for what the deleted logs need after a crash.
      segment.writeMarks();
      if (!mayForget(segment)) continue;
      segment.delete();
      this.segments.splice(this.segments.indexOf(segment), 1);
      this.#open = this.#open.filter((other) => other !== segment);
    }
  }

  /** Lets go of it: it goes away if it is empty, and anybody may take it if not. */
  release(): void {
    for (const segment of this.segments) segment.rest();
    this.#open = [];
    if (this.isLost) return;
    if (this.segments.length > 0) {
      writeOwner(this.path, { ...this.#owner, isReleased: true }, this.#isSynced);
      return;
    }
    deleteOwner(this.path);
    // Somebody may have put something else there, such as the file system itself.
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** Since when marks may be missing, because the machine of the last owner died; by `Date.now()`. */
function resolveLostMarks(unit: string, next: Owner): number | undefined {
  const last = readOwner(unit);
  if (!last || last === 'damaged' || last.isReleased) return undefined;
  // Only Linux tells one boot from another.
  const { boot } = last.process;
  if (boot !== undefined && boot === next.process.boot) return undefined;
  const times = readdirSync(unit).map((name) => statSync(join(unit, name)).mtimeMs);
  return Math.floor(Math.max(...times)) - longestLoss;
}

/** What whoever wrote last knew of the server's clock: how far it was ahead of the local one, at least. */
function resolveOffset(segments: readonly Segment[]): number | undefined {
  const offsets = segments
    .map(({ marked }) => marked.offset)
    .filter((offset) => offset !== undefined);
  if (!offsets.at(-1)?.isLastKnown) return undefined;
  return Math.min(...offsets.map(({ least }) => least));
}

/** A name for a new unit; sorted by it, the oldest comes first. */
export const createUnitName = (now: number): string =>
  `${now.toString(36).padStart(9, '0')}-${randomUUID().slice(0, 8)}`;

/** The units of a folder, in their order; a volume has folders of its own, such as `lost+found`. */
export const listUnits = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && unitName.test(entry.name))
    .map(({ name }) => join(folder, name))
    .sort();

/** The numbers of the segments of a unit, in their order. */
export function listSegments(unit: string): number[] {
  const numbers = readdirSync(unit).map((name) => Number(segmentName.exec(name)?.[1] ?? 0));
  return Array.from(new Set(numbers))
    .filter((number) => number > 0)
    .sort((a, b) => a - b);
}

/** The path of a segment, without the ending of its two files. */
export const toSegmentPath = (unit: string, number: number): string =>
  join(unit, String(number).padStart(8, '0'));
