import type { Entry } from '../entry.ts';
import type { SpooledLog, SpoolOwner } from '../spool.ts';
import type { FailedFile } from './node-failed-file.ts';
import type { FolderHealth } from './node-folder-health.ts';
import type { Place } from './node-mark-schedule.ts';
import type { Segment, SegmentLine } from './node-segment.ts';
import type { Units } from './node-units.ts';
import { readSpooledLine } from './spooled-line.ts';

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
