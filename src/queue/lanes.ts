import type { Delivery } from './delivery.ts';
import type { Entry } from './entry.ts';
import { Lane } from './lane.ts';

/** How long a lane may be silent until the request that it was made in must have ended. */
const longestSilence = 20_000;

/** How lanes are made, and whom they ask. */
export interface LanesOptions {
  readonly delivery: Delivery;
  readonly isIsolated: boolean;
  /** Gives a lane more to send, if it can take it. `true` if there is still more. */
  readonly refill: (lane: Lane) => boolean;
  /** Whether logs may be looked for, or more that belong to the same look are still to come. */
  readonly mayLook: () => boolean;
  /** A lane has nothing left to do. */
  readonly onQuiet: () => void;
}

/** The lanes of a queue: one, or in workerd one for each burst of logs. */
export class Lanes {
  readonly #options: LanesOptions;
  readonly #lanes = new Set<Lane>();
  /** The lane that takes what is logged now. */
  #present: Lane | undefined;
  /** What nobody takes care of; the next lane does. */
  #orphans: Entry[] = [];

  constructor(options: LanesOptions) {
    this.#options = options;
  }

  /** The lane that takes what is logged now. */
  get present(): Lane {
    if (this.#present) return this.#present;
    const { delivery, isIsolated, refill, mayLook } = this.#options;
    const onQuiet = (quiet: Lane) => {
      if (isIsolated) this.#lanes.delete(quiet);
      this.#options.onQuiet();
    };
    const lane = new Lane({ delivery, isIsolated, refill, mayLook, onQuiet });
    this.#lanes.add(lane);
    this.#present = lane;
    // What is logged in a later turn may be another request's.
    if (isIsolated) queueMicrotask(() => this.#leave(lane));
    for (const entry of this.#collectOrphans()) lane.add(entry);
    return lane;
  }

  /** When the oldest log was accepted that waits or is being sent; `Infinity` where there is none. */
  get oldest(): number {
    let oldest = Number.POSITIVE_INFINITY;
    for (const { acceptedAt } of this) oldest = Math.min(oldest, acceptedAt);
    return oldest;
  }

  /** Whether nothing is left to do. */
  get areQuiet(): boolean {
    return this.#orphans.length === 0 && Array.from(this.#lanes).every(({ isQuiet }) => isQuiet);
  }

  /** Looks in the next turn at what there is to do. */
  wake(): void {
    if (!this.#options.isIsolated) this.present.wake();
  }

  /** Tries everything at once that the present request may try. */
  hurry(): void {
    const { present } = this;
    for (const lane of this.#lanes) {
      if (!this.#options.isIsolated || lane === present) lane.hurry();
    }
  }

  /** Takes the oldest log that is surely not stored. */
  takeOldest(): Entry | undefined {
    for (const lane of this.#lanes) {
      const oldest = lane.backlog.takeOldest();
      if (oldest) return oldest;
    }
    return this.#orphans.shift();
  }

  /** Sends what fits from a page that goes away. */
  sendLast(mostBytes: number, toBytes: (entry: Entry) => number): void {
    for (const lane of this.#lanes) lane.sendLast(mostBytes, toBytes);
  }

  /** Ends what is under way, and begins nothing more until somebody logs or flushes. */
  stop(): void {
    for (const lane of this.#lanes) {
      this.#orphans.push(...lane.abandon());
      lane.stop();
    }
    this.#lanes.clear();
    this.#present = undefined;
  }

  /** All that waits or is being sent, as far as it is in memory. */
  *[Symbol.iterator](): Generator<Entry> {
    for (const lane of this.#lanes) {
      yield* lane.backlog;
      yield* lane.underWay;
    }
    yield* this.#orphans;
  }

  #leave(lane: Lane): void {
    if (this.#present === lane) this.#present = undefined;
  }

  *#collectOrphans(): Generator<Entry> {
    yield* this.#orphans.splice(0);
    if (!this.#options.isIsolated) return;
    for (const lane of this.#lanes) {
      if (lane === this.#present || Date.now() - lane.aliveAt < longestSilence) continue;
      this.#lanes.delete(lane);
      yield* lane.abandon();
    }
  }
}
