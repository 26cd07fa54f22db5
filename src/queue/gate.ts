import { toBackoff } from '../core/to-backoff.ts';

/** One failure may be a log's own; so many in a row are everybody's. */
const failuresUntilClosed = 3;

const backoffBounds = { first: 500, longest: 30_000 };
/** A server that asks for more than that is asked now and then all the same. */
const longestWait = 10 * 60_000;
/** A token may be renewed where nobody tells the client. */
const holdInterval = 30_000;
/** Whoever calls `flush` in a loop must not knock at the door in a loop. */
const shortestNudge = 500;

/** Why nothing is sent for now. */
export type GateReason = 'outage' | 'hold';

/** How much may be sent: whatever there is, one request to see how things are, or nothing. */
export type Passage = 'open' | 'probe' | 'closed';

/**
 * Keeps the logs of a queue back while the API is away or refuses the token, so that an outage
 * costs one request now and then, and not one for each log. Times are those of `performance.now()`.
 */
export class Gate {
  readonly #random: () => number;
  #reason: GateReason | undefined;
  #failures = 0;
  #closings = 0;
  #until = 0;
  #closedAt = 0;

  constructor(random: () => number = Math.random) {
    this.#random = random;
  }

  /** Why it is closed, if it is. */
  get reason(): GateReason | undefined {
    return this.#reason;
  }

  /** When it is worth asking again. */
  get until(): number {
    return this.#until;
  }

  /** What may pass now. */
  check(now: number): Passage {
    if (this.#reason === undefined) return 'open';
    return now >= this.#until ? 'probe' : 'closed';
  }

  /** Takes note of a failure that is nobody's fault here. `true` if an outage begins with it. */
  fail(now: number, retryAfter = 0): boolean {
    this.#failures += 1;
    const isOpen = this.#reason === undefined;
    if (isOpen && this.#failures < failuresUntilClosed && retryAfter === 0) return false;
    const backoff = toBackoff(backoffBounds, this.#closings, this.#random());
    return this.#close('outage', now, Math.max(backoff, Math.min(retryAfter, longestWait)));
  }

  /** Closes it until there is another token. `true` if a hold begins with it. */
  hold(now: number): boolean {
    return this.#close('hold', now, holdInterval);
  }

  /** Takes note of a success. `true` if the gate was closed until now. */
  succeed(): boolean {
    const wasClosed = this.#reason !== undefined;
    this.#reason = undefined;
    this.#failures = 0;
    this.#closings = 0;
    return wasClosed;
  }

  /** Lets the next request find out at once, since somebody waits or there is another token. */
  nudge(now: number): void {
    this.#until = Math.min(this.#until, Math.max(now, this.#closedAt + shortestNudge));
  }

  /** The same, without regard to when it was tried last. */
  reopen(now: number): void {
    this.#until = Math.min(this.#until, now);
  }

  /** Asks no sooner than that, since nothing could be sent to ask with. */
  defer(until: number): void {
    if (this.#reason !== undefined) this.#until = Math.max(this.#until, until);
  }

  #close(reason: GateReason, now: number, duration: number): boolean {
    const isNew = this.#reason !== reason;
    // Those that were under way when it closed do not double how long it stays closed.
    if (!isNew && now < this.#until) return false;
    this.#reason = reason;
    this.#closedAt = now;
    this.#until = now + duration;
    if (reason === 'outage') this.#closings += 1;
    return isNew;
  }
}
