import { setImmediate } from 'node:timers';
import type { Mark } from './marks.ts';
import type { Segment } from './node-segment.ts';
import type { SyncSchedule } from './node-sync-schedule.ts';
import type { Unit } from './node-unit.ts';

/** Where a log is on the disk. */
export interface Place {
  readonly unit: Unit;
  readonly segment: Segment;
  readonly index: number;
}

/**
 * Writes marks: at once, or those that can wait with the next mark of their segment, at the end of
 * the turn at the latest. `decisions/0005` says which can.
 */
export class MarkSchedule {
  readonly #syncs: SyncSchedule;
  /** Segments with marks that wait. */
  readonly #waiting = new Map<Segment, Unit>();
  #isPlanned = false;

  constructor(syncs: SyncSchedule) {
    this.#syncs = syncs;
  }

  /** Notes a mark that can wait. */
  note({ unit, segment }: Place, mark: Mark): void {
    segment.note(mark);
    this.#waiting.set(segment, unit);
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    setImmediate(() => {
      this.#isPlanned = false;
      this.write();
    });
  }

  /** Writes all that wait. What finds no room now is written with a later mark. */
  write(): void {
    for (const [segment, unit] of this.#waiting) {
      // It may have become another's since they were noted.
      if (segment.hasUnwritten && unit.isOurs(Date.now()) && segment.writeMarks()) {
        unit.use(segment);
        this.#syncs.note(unit);
      }
    }
    this.#waiting.clear();
  }
}
