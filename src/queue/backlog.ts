import { Deque } from './deque.ts';
import type { Entry } from './entry.ts';

/** What waits, sorted by what it waits for. Times are those of `performance.now()`. */
export class Backlog {
  readonly #ready = new Deque<Entry>();
  /** Those that have failed, until their time comes. */
  readonly #later = new Set<Entry>();
  /** Those that may be stored, by prompt: one list settles all of them. */
  readonly #doubtful = new Map<string, Set<Entry>>();

  /** Whether anything waits. */
  get isEmpty(): boolean {
    return this.#ready.length === 0 && this.#later.size === 0 && this.#doubtful.size === 0;
  }

  /** Whether logs are to be looked for. */
  get hasDoubtful(): boolean {
    return this.#doubtful.size > 0;
  }

  /** How many can be sent at once. */
  get readyCount(): number {
    return this.#ready.length;
  }

  /** Takes a log that has just been accepted. */
  add(entry: Entry): void {
    if (entry.doubt) this.putBack(entry, 0);
    else this.#ready.push(entry);
  }

  /** Takes back a log that is not settled. */
  putBack(entry: Entry, now: number): void {
    const { promptId } = entry.body;
    if (entry.doubt) {
      const group = this.#doubtful.get(promptId);
      if (group) group.add(entry);
      else this.#doubtful.set(promptId, new Set([entry]));
    } else if (entry.dueAt > now) this.#later.add(entry);
    else this.#ready.unshift(entry);
  }

  /** Takes the oldest log that is surely not stored, be its time come or not. */
  takeOldest(): Entry | undefined {
    let oldest: Entry | undefined;
    // Those that have failed already were accepted before most of those that are ready.
    for (const entry of this.#later) {
      if (!oldest || entry.acceptedAt < oldest.acceptedAt) oldest = entry;
    }
    const { first } = this.#ready;
    if (!oldest || (first && first.acceptedAt < oldest.acceptedAt)) return this.#ready.shift();
    this.#later.delete(oldest);
    return oldest;
  }

  /** Makes ready what has waited for long enough. */
  release(now: number): void {
    for (const entry of this.#later) {
      if (entry.dueAt > now) continue;
      this.#later.delete(entry);
      this.#ready.unshift(entry);
    }
  }

  /** Takes the next log to send, which is the oldest that is surely not stored. */
  take(): Entry | undefined {
    return this.#ready.shift();
  }

  /** Takes any log that can be sent, be its time come or not. */
  takeAny(): Entry | undefined {
    const ready = this.#ready.shift();
    if (ready) return ready;
    const [later] = this.#later;
    if (later) this.#later.delete(later);
    return later;
  }

  /** Takes the doubtful logs of a prompt whose time has come, if it is not one of `busy`. */
  takeDoubtful(now: number, busy: ReadonlySet<string>): readonly [string, Entry[]] | undefined {
    for (const [promptId, group] of this.#doubtful) {
      if (busy.has(promptId)) continue;
      const due = Array.from(group).filter(({ dueAt }) => dueAt <= now);
      if (due.length === 0) continue;
      for (const entry of due) group.delete(entry);
      if (group.size === 0) this.#doubtful.delete(promptId);
      return [promptId, due];
    }
    return undefined;
  }

  /** Takes those that are surely not stored and fit into so many bytes together. */
  takeFitting(mostBytes: number, toBytes: (entry: Entry) => number): Entry[] {
    let left = mostBytes;
    const fitting: Entry[] = [];
    const others: Entry[] = [];
    for (let entry = this.takeAny(); entry; entry = this.takeAny()) {
      const bytes = toBytes(entry);
      if (bytes <= left) {
        left -= bytes;
        fitting.push(entry);
      } else others.push(entry);
    }
    for (const entry of others) this.#ready.push(entry);
    return fitting;
  }

  /** Puts off looking for a prompt's logs. */
  defer(promptId: string, until: number): void {
    for (const entry of this.#doubtful.get(promptId) ?? []) {
      entry.dueAt = Math.max(entry.dueAt, until);
    }
  }

  /** When the next log is due that is not ready. */
  nextDue(busy: ReadonlySet<string>): number {
    let next = Number.POSITIVE_INFINITY;
    for (const { dueAt } of this.#later) next = Math.min(next, dueAt);
    for (const [promptId, group] of this.#doubtful) {
      if (busy.has(promptId)) continue;
      for (const { dueAt } of group) next = Math.min(next, dueAt);
    }
    return next;
  }

  /** Lets everything be tried at once that has not been tried a moment ago. */
  hurry(now: number, pause: number): void {
    const hurryOne = (entry: Entry) => {
      entry.dueAt = Math.min(entry.dueAt, Math.max(now, entry.triedAt + pause));
    };
    for (const entry of this.#later) hurryOne(entry);
    for (const group of this.#doubtful.values()) for (const entry of group) hurryOne(entry);
  }

  /** Gives up everything. */
  *drain(): Generator<Entry> {
    for (let entry = this.#ready.shift(); entry; entry = this.#ready.shift()) yield entry;
    yield* this.#later;
    this.#later.clear();
    for (const group of this.#doubtful.values()) yield* group;
    this.#doubtful.clear();
  }

  *[Symbol.iterator](): Generator<Entry> {
    yield* this.#ready;
    yield* this.#later;
    for (const group of this.#doubtful.values()) yield* group;
  }
}
