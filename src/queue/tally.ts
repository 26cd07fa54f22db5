import type { Outcome, PromptCrafterError } from '../core/errors.ts';
import type { CreateLogInput } from '../core/schemas/log.ts';
import type { CountedState, Entry } from './entry.ts';
import { type CountMark, Flush, type FlushReport } from './flush.ts';

/** A log that was not stored, for sure or perhaps. */
export interface LogFailure {
  /** What was to be logged. */
  readonly input: CreateLogInput;
  /** Why it was not. */
  readonly error: PromptCrafterError;
  /** `'not-applied'`: it is surely not stored. `'unknown'`: look before you send it again. */
  readonly outcome: Outcome;
}

/** How a queue stands. Every accepted log is in one of the five counts. */
export interface QueueStats {
  /** Logs that wait. */
  readonly pending: number;
  /** Logs that are being sent. */
  readonly sending: number;
  /** Logs that are stored, since the queue was made. */
  readonly stored: number;
  /** Logs that were refused, were invalid, or of which nobody can know. */
  readonly failed: number;
  /** Logs that found no room, or lost theirs to a younger one. */
  readonly dropped: number;
  /** About how many bytes wait or are being sent. */
  readonly bytes: number;
  /** Milliseconds since the oldest log that is not settled was accepted; 0 where there is none. */
  readonly oldest: number;
}

/** How many failures are kept for the next flush. */
export interface TallyBounds {
  readonly maxItems: number;
  readonly maxBytes: number;
}

/**
 * Counts what becomes of logs. All changes of state go through it, so that no log is ever in two
 * counts or in none.
 */
export class Tally {
  readonly #bounds: TallyBounds;
  readonly #counts = { pending: 0, sending: 0, stored: 0, failed: 0, dropped: 0 };
  /** What of the unsettled logs is in memory. */
  readonly #held = { items: 0, bytes: 0 };
  /** Each flush ends an epoch: it is about the logs of that one and those before. */
  #epoch = 0;
  /** How many logs of an epoch are not settled; the oldest epoch first, none that is empty. */
  readonly #unsettled = new Map<number, number>();
  readonly #flushes = new Set<Flush>();
  /** The latest failures, with about how many bytes each holds. */
  #failures: { readonly failure: LogFailure; readonly bytes: number }[] = [];
  #failureBytes = 0;
  #lastFlush: CountMark = { stored: 0, failed: 0, dropped: 0 };

  constructor(bounds: TallyBounds) {
    this.#bounds = bounds;
  }

  /** How many logs are in each state. */
  get counts(): Readonly<Record<CountedState, number>> {
    return this.#counts;
  }

  /** How many of the logs that are not settled are in memory, and about how many bytes. */
  get held(): { readonly items: number; readonly bytes: number } {
    return this.#held;
  }

  /** The epoch that a log accepted now belongs to. */
  get epoch(): number {
    return this.#epoch;
  }

  /** How many logs wait or are being sent. */
  get unsettled(): number {
    return this.#counts.pending + this.#counts.sending;
  }

  /** Takes logs in, and gives the epoch that they belong to. */
  accept(count = 1): number {
    this.#counts.pending += count;
    if (count > 0) this.#unsettled.set(this.#epoch, this.countOf(this.#epoch) + count);
    return this.#epoch;
  }

  /** A log that was accepted is in memory. */
  hold({ bytes }: Entry): void {
    this.#held.items += 1;
    this.#held.bytes += bytes;
  }

  /** A log that waits is on the disk alone from now on. */
  release(entry: Entry): void {
    this.#letGo(entry);
    entry.state = 'released';
  }

  /** A log is another queue's from now on. */
  lose(entry: Entry): void {
    this.#letGo(entry);
    this.#counts.pending -= 1;
    entry.state = 'released';
    this.#settle(entry.epoch);
  }

  /** The same for one that is on the disk alone. */
  loseUnread(epoch: number): void {
    this.#counts.pending -= 1;
    this.#settle(epoch);
  }

  /** A log that is on the disk alone has failed. */
  failUnread(epoch: number, failure: LogFailure): void {
    this.#keep(failure, 0);
    this.#counts.pending -= 1;
    this.#counts.failed += 1;
    this.#settle(epoch);
  }

  /** An attempt begins. */
  send(entry: Entry): void {
    this.#move(entry, 'sending');
  }

  /** An attempt has ended, and another one or a look will follow. */
  wait(entry: Entry): void {
    this.#move(entry, 'pending');
  }

  /** A log is stored. */
  store(entry: Entry): void {
    this.#end(entry, 'stored');
  }

  /** A log has failed. */
  fail(entry: Entry, failure: LogFailure): void {
    this.#keep(failure, entry.bytes);
    this.#end(entry, 'failed');
  }

  /** A log has lost its room. */
  drop(entry: Entry): void {
    this.#end(entry, 'dropped');
  }

  /** An input of about so many bytes was invalid, and never accepted. */
  refuse(failure: LogFailure, bytes: number): void {
    this.#keep(failure, bytes);
    this.#counts.failed += 1;
  }

  /** There was no room for a log, which was never accepted. */
  turnAway(): void {
    this.#counts.dropped += 1;
  }

  /** Begins a flush, which is about all logs that are accepted by now. */
  startFlush(): Flush {
    const flush = new Flush(this, this.#epoch, this.#lastFlush);
    this.#flushes.add(flush);
    this.#epoch += 1;
    return flush;
  }

  /** Whether all logs up to an epoch are settled; it is asked for each flush whenever an epoch is. */
  isSettledUpTo(epoch: number): boolean {
    for (const first of this.#unsettled.keys()) return first > epoch;
    return true;
  }

  /** How many logs up to an epoch are not settled. */
  countUnsettled(epoch: number): number {
    let count = 0;
    for (const [of, unsettled] of this.#unsettled) if (of <= epoch) count += unsettled;
    return count;
  }

  /** Lets those who wait go on, since nothing more will happen. */
  letWaitersGo(): void {
    for (const flush of this.#flushes) flush.letGo();
  }

  /** What came of logs since a moment. */
  report(since: CountMark, epoch: number): FlushReport {
    const { stored, failed, dropped } = this.#counts;
    const pending = this.countUnsettled(epoch);
    const failures = failed - since.failed;
    const kept = failures === 0 ? [] : this.#failures.slice(-failures);
    return {
      ok: failures === 0 && dropped === since.dropped && pending === 0,
      stored: stored - since.stored,
      failed: kept.map(({ failure }) => failure),
      dropped: dropped - since.dropped,
      pending,
    };
  }

  /** Ends a flush; the next ones count from here, unless nobody was told what came of it. */
  endFlush(flush: Flush, isReported: boolean): void {
    if (!this.#flushes.delete(flush)) return;
    const { stored, failed, dropped } = this.#counts;
    if (isReported) this.#lastFlush = { stored, failed, dropped };
    // The one that began first counts from the earliest moment.
    const [first] = this.#flushes;
    const since = Math.min(this.#lastFlush.failed, first?.since.failed ?? failed);
    this.#forget(this.#failures.length - (failed - since));
  }

  /** How many logs of an epoch are not settled. */
  countOf(epoch: number): number {
    return this.#unsettled.get(epoch) ?? 0;
  }

  #move(entry: Entry, to: CountedState): void {
    if (entry.state === 'released') return;
    this.#counts[entry.state] -= 1;
    this.#counts[to] += 1;
    entry.state = to;
  }

  #end(entry: Entry, to: CountedState): void {
    this.#move(entry, to);
    this.#letGo(entry);
    this.#settle(entry.epoch);
  }

  #letGo({ bytes }: Entry): void {
    this.#held.items -= 1;
    this.#held.bytes -= bytes;
  }

  #settle(epoch: number): void {
    const left = this.countOf(epoch) - 1;
    if (left > 0) {
      this.#unsettled.set(epoch, left);
      return;
    }
    this.#unsettled.delete(epoch);
    for (const flush of this.#flushes) flush.check();
  }

  /** Nobody may ever flush: what is kept for it has the bounds of the queue. */
  #keep(failure: LogFailure, bytes: number): void {
    this.#failures.push({ failure, bytes });
    this.#failureBytes += bytes;
    const { maxItems, maxBytes } = this.#bounds;
    if (this.#failures.length > maxItems * 2) this.#forget(this.#failures.length - maxItems);
    let tooMany = 0;
    let bytesLeft = this.#failureBytes;
    for (const oldest of this.#failures) {
      if (bytesLeft <= maxBytes) break;
      tooMany += 1;
      bytesLeft -= oldest.bytes;
    }
    this.#forget(tooMany);
  }

  #forget(count: number): void {
    if (count <= 0) return;
    for (const { bytes } of this.#failures.splice(0, count)) this.#failureBytes -= bytes;
  }
}
