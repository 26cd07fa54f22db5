import { type Entry, toInput } from '../entry.ts';
import type { SpooledLog, SpoolOwner } from '../spool.ts';
import type { FailedFile } from './node-failed-file.ts';
import type { FolderHealth } from './node-folder-health.ts';
import type { Place } from './node-mark-schedule.ts';
import type { Segment, SegmentLine } from './node-segment.ts';
import type { Unit } from './node-unit.ts';
import type { Units } from './node-units.ts';
import { readSpooledLine } from './spooled-line.ts';

/** So much of a segment is put aside in one turn, of 256 KiB each. */
const mostChunks = 16;

/** Reads logs that are on the disk alone, the oldest first. */
export class SpoolReader {
  readonly #units: Units;
  readonly #health: FolderHealth;
  readonly #failed: FailedFile;
  readonly #owner: SpoolOwner;

  constructor(units: Units, health: FolderHealth, failed: FailedFile, owner: SpoolOwner) {
    this.#units = units;
    this.#health = health;
    this.#failed = failed;
    this.#owner = owner;
  }

  /** Reads about so many, and so many bytes. */
  load(
    mostItems: number,
    mostBytes: number,
    toEntry: (log: SpooledLog, place: Place) => Entry,
  ): Entry[] {
    const entries: Entry[] = [];
    let bytes = 0;
    const isEnough = () => entries.length >= mostItems || bytes >= mostBytes;
    for (const unit of this.#units.listOpen()) {
      for (const segment of unit.segments) {
        while (!isEnough() && segment.unread > 0) {
          const lines = this.#read(segment);
          if (!lines) return entries;
          for (const line of lines) {
            const log = this.#toLog(segment, line);
            if (!log) continue;
            const entry = toEntry(log, { unit, segment, index: line.index });
            entries.push(entry);
            bytes += entry.bytes;
          }
        }
      }
    }
    return entries;
  }

  /**
   * Puts logs aside of which nobody can know where they belong, some megabytes at a time. `false` if
   * there are more.
   */
  putAside(unit: Unit): boolean {
    for (const segment of unit.segments) {
      for (let chunk = 0; segment.unread > 0; chunk += 1) {
        if (chunk >= mostChunks) return false;
        const lines = this.#read(segment);
        if (!lines || !this.#failed.append(...lines.map(toNobodysLine))) {
          for (const { index } of lines ?? []) segment.untake(index);
          // It is tried again with the next look at the folder.
          return true;
        }
        for (const { index } of lines) {
          segment.note(['f', index]);
          this.#owner.onGone(segment.epochOf(index), 'nobodys');
        }
        segment.writeMarks();
      }
    }
    return true;
  }

  /** Reads on; nothing where it must be tried again later. */
  #read(segment: Segment): SegmentLine[] | undefined {
    try {
      const lines = segment.read();
      if (lines.length > 0) return lines;
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'ENOENT') {
        this.#health.fail(error);
        return undefined;
      }
    }
    // The file is shorter than it was, or gone.
    for (const index of segment.listUnread()) this.#giveUp(segment, { index, text: '' });
    return [];
  }

  #toLog(segment: Segment, line: SegmentLine): SpooledLog | undefined {
    const { index } = line;
    const spooled = readSpooledLine(line.text);
    if (!spooled) {
      this.#giveUp(segment, line);
      return undefined;
    }
    const sent = segment.marked.doubtOf(index);
    const doubt = sent && { sentAt: sent.at, earliest: sent.earliest };
    const epoch = segment.epochOf(index);
    return { body: spooled.log, acceptedAt: spooled.at, epoch, doubt };
  }

  /** Ends a log that cannot be read. */
  #giveUp(segment: Segment, { index, text }: SegmentLine): void {
    const reason = 'This line of the spool cannot be read.';
    const isPutAside = this.#failed.append({ at: new Date().toISOString(), reason, line: text });
    if (isPutAside) segment.mark(['f', index]);
    // The next process tries that again.
    else segment.leave(index);
    this.#owner.onGone(segment.epochOf(index), isPutAside ? 'damaged' : 'stuck');
  }
}

/** A log of an owner that nobody knows, as a line of `failed.jsonl`. */
function toNobodysLine({ text }: SegmentLine): object {
  const spooled = readSpooledLine(text);
  const reason = 'The owner.json beside it was damaged: nobody can know whose log it is.';
  const about = { at: new Date().toISOString(), reason, outcome: 'unknown' };
  if (!spooled) return { ...about, line: text };
  return { ...about, acceptedAt: new Date(spooled.at).toISOString(), input: toInput(spooled.log) };
}
