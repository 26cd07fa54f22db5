import type { Log } from '../index.ts';

/** In ms, how far behind the newest log another one may be dated: servers have clocks of their own. */
const slack = 10 * 60_000;

/**
 * Tells the logs that are new from those of earlier lists. What is dated well before the newest one was
 * there already, so that only the ids of the last minutes are kept, however long the list is.
 */
export class SeenLogs {
  readonly #times = new Map<string, number>();
  #newest = Number.NEGATIVE_INFINITY;
  /** What is older was in a list before. */
  #horizon = Number.NEGATIVE_INFINITY;

  /** How many ids are kept. */
  get size(): number {
    return this.#times.size;
  }

  /** Takes note of a log, and says whether it is new. */
  note({ _id, createdAt }: Pick<Log, '_id' | 'createdAt'>): boolean {
    const time = Date.parse(createdAt);
    if (time < this.#horizon || this.#times.has(_id)) return false;
    // What has no time is never old.
    this.#times.set(_id, Number.isNaN(time) ? Number.POSITIVE_INFINITY : time);
    if (time > this.#newest) this.#newest = time;
    return true;
  }

  /** Forgets what is old, at the end of a list that was read as a whole. */
  endList(): void {
    this.#horizon = this.#newest - slack;
    for (const [id, time] of this.#times) {
      if (time < this.#horizon) this.#times.delete(id);
    }
  }
}
