import { callSafely } from '../core/call-safely.ts';
import type { CreateLogInput, LogBody } from '../core/schemas/log.ts';
import type { Complaints } from './complaints.ts';
import { countBytes, estimateBytes } from './count-bytes.ts';
import { type Delivery, settlingTime } from './delivery.ts';
import { Entry, toInput } from './entry.ts';
import type { Lane } from './lane.ts';
import type { QueueSettings } from './options.ts';
import { readInput } from './read-input.ts';
import type { SpooledLog, SpoolStore } from './spool.ts';
import type { LogFailure, Tally } from './tally.ts';

/** So many logs are ready to be sent before more are read from the disk. */
const lowWater = 128;
/** So much is read at a time, or others would have to wait for their turn. */
const mostItems = 512;
const mostBytes = 1024 * 1024;

/** What logs are taken in with. */
export interface IntakeParts {
  readonly settings: QueueSettings;
  readonly tally: Tally;
  readonly complaints: Complaints;
  readonly delivery: Delivery;
  readonly store: SpoolStore | undefined;
  /** Takes the oldest log out of the queue that is surely not stored. */
  readonly takeOldest: () => Entry | undefined;
}

/** Decides what a queue accepts, and whether it waits in memory or on the disk. */
export class Intake {
  readonly #parts: IntakeParts;

  constructor(parts: IntakeParts) {
    this.#parts = parts;
  }

  /**
   * Takes a log: gives what is to be sent, `'kept'` where it waits on the disk alone, and nothing
   * where it is not accepted.
   */
  take(input: CreateLogInput): Entry | 'kept' | undefined {
    const body = readInput(input);
    if ('error' in body) {
      this.#refuse(body);
      return undefined;
    }
    const bytes = countBytes(body);
    const { store } = this.#parts;
    return store ? this.#keep(store, body, bytes) : this.#hold(body, bytes);
  }

  /** Takes no log, for a reason that the logger is told. */
  turnAway(input: CreateLogInput, reason: string): void {
    const body = readInput(input);
    if ('error' in body) this.#refuse(body);
    else this.#drop(body, `${reason}: a log was dropped`);
  }

  /**
   * Reads on from the disk, if a lane can send more and there is room for it. `true` if there is
   * still more.
   */
  refill(lane: Lane): boolean {
    const { store, settings, tally } = this.#parts;
    if (!store?.hasUnread) return false;
    const { items, bytes } = tally.held;
    const left = { items: settings.maxItems - items, bytes: settings.maxBytes - bytes };
    const isLow = lane.backlog.readyCount < lowWater || store.unreadDoubtful > 0;
    if (!isLow || left.items <= 0 || left.bytes <= 0) return true;
    const logs = store.load(
      Math.min(mostItems, left.items),
      Math.min(mostBytes, left.bytes),
      (log) => this.#toEntry(log),
    );
    for (const entry of logs) lane.add(entry);
    if (store.unreadDoubtful > 0) lane.wake();
    return store.hasUnread;
  }

  /** Whether logs may be looked for: all of the disk's that can be are in memory. */
  mayLook(): boolean {
    const { store, settings, tally } = this.#parts;
    const hasRoom = tally.held.items < settings.maxItems && tally.held.bytes < settings.maxBytes;
    return !store || store.unreadDoubtful === 0 || !hasRoom;
  }

  /** Writes down what is in memory alone, since the disk can be written to again. */
  rescue(entries: Iterable<Entry>): void {
    const { store } = this.#parts;
    if (!store) return;
    for (const entry of entries) {
      if (entry.state !== 'pending' || store.has(entry)) continue;
      // Where one finds no room, a smaller one may.
      if (store.keep(entry) === 'broken') return;
    }
  }

  #keep(store: SpoolStore, body: LogBody, bytes: number): Entry | 'kept' | undefined {
    const { tally } = this.#parts;
    const now = Date.now();
    // What waits on the disk was there before.
    const entry =
      !store.hasUnread && this.#hasRoom(bytes)
        ? new Entry(body, bytes, now, tally.epoch)
        : undefined;
    const kept = entry ? store.keep(entry) : store.keepUnread(body, now, tally.epoch);
    if (kept === 'full') {
      this.#drop(body, 'the spool is full: logs are dropped');
      return undefined;
    }
    if (kept === 'broken') return this.#hold(body, bytes);
    tally.accept();
    if (!entry) return 'kept';
    tally.hold(entry);
    return entry;
  }

  #hold(body: LogBody, bytes: number): Entry | undefined {
    const { tally } = this.#parts;
    if (!this.#makeRoom(bytes)) {
      this.#drop(body, 'the queue is full: logs are dropped');
      return undefined;
    }
    const entry = new Entry(body, bytes, Date.now(), tally.accept());
    tally.hold(entry);
    return entry;
  }

  #toEntry({ body, acceptedAt, epoch, doubt }: SpooledLog): Entry {
    const { tally, delivery } = this.#parts;
    const entry = new Entry(body, countBytes(body), acceptedAt, epoch);
    tally.hold(entry);
    if (!doubt) return entry;
    const { earliest } = doubt;
    const sentAt = doubt.sentAt - (Date.now() - performance.now());
    entry.doubt = { sentAt, earliest, isInherited: true };
    // Its process may have been killed a moment ago, with the request on its way.
    entry.triedAt = performance.now();
    entry.dueAt = entry.triedAt + settlingTime;
    delivery.inherit(entry);
    return entry;
  }

  #hasRoom(bytes: number): boolean {
    const { settings, tally } = this.#parts;
    const { held } = tally;
    return held.items < settings.maxItems && held.bytes + bytes <= settings.maxBytes;
  }

  /** Whether there is room, if need be by letting go of the oldest logs. */
  #makeRoom(bytes: number): boolean {
    const { settings, tally, takeOldest } = this.#parts;
    if (settings.whenFull === 'reject' || bytes > settings.maxBytes) return this.#hasRoom(bytes);
    while (!this.#hasRoom(bytes)) {
      const oldest = takeOldest();
      if (!oldest) return false;
      tally.drop(oldest);
      this.#tellDrop(oldest.body, 'the queue is full: the oldest logs are dropped');
    }
    return true;
  }

  #drop(body: LogBody, what: string): void {
    this.#parts.tally.turnAway();
    this.#tellDrop(body, what);
  }

  #tellDrop(body: LogBody, what: string): void {
    const { complaints, settings } = this.#parts;
    complaints.tell('error', 'dropped', what);
    callSafely(() => settings.onDropped?.({ input: toInput(body) }));
  }

  #refuse(failure: LogFailure): void {
    const { tally, complaints, settings } = this.#parts;
    tally.refuse(failure, estimateBytes(failure.input));
    complaints.tell('error', 'invalid', `an input is invalid: ${failure.error.message}`);
    callSafely(() => settings.onFailed?.(failure));
  }
}
