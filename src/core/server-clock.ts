/**
 * Of two records, the one that was received this long before the other was sent bears the earlier
 * time, in ms, also where two machines of the server with clocks of their own date them.
 */
export const clockSlack = 5_000;

/** Records tell the second that they were created in, not always the millisecond. */
const resolution = 1_000;
/** The clock that writes the `Date` header may be another machine's than the one that dates records. */
const skew = 1_000;
/** An answer that took longer says too little about the moment in which it was dated. */
const quickAnswer = 1_000;
/** Clocks drift apart slowly: one record in this time is enough to follow them. */
const readingInterval = 1_000;
/** After this time a slow answer says more than a quick one from before it. */
const longestDrift = 10 * 60_000;
/** For a server whose clock cannot be read: both clocks may be wrong by minutes. */
const blindWindow = 15 * 60_000;

/** What the server's clock shows, as far as its answers tell. */
export class ServerClock {
  /** Server time minus ours, at least. */
  #offset: number | undefined;
  #isQuick = false;
  #observedAt = 0;
  #hasRecord = false;

  /**
   * Takes note of an answer's `Date` header, if it has one; times are those of `performance.now()`.
   * Where a record has told the time the header has nothing to add: another machine may write it.
   */
  observe(headers: Pick<Headers, 'get'>, sentAt: number, answeredAt: number): void {
    if (this.#hasRecord) return;
    const date = headers.get('date');
    if (date !== null) this.#observe(Date.parse(date), sentAt, answeredAt);
  }

  /** Takes note of when a record was created between the two moments. */
  observeRecord(createdAt: string, sentAt: number, answeredAt: number): void {
    const isKnown = this.#hasRecord && this.#isQuick;
    if (isKnown && answeredAt - this.#observedAt < readingInterval) return;
    if (this.#observe(Date.parse(createdAt), sentAt, answeredAt)) this.#hasRecord = true;
  }

  /** The earliest time that a record can bear which was sent at a moment of `performance.now()`. */
  resolveEarliest(sentAt: number): number {
    if (this.#offset !== undefined) return sentAt + this.#offset - resolution - skew;
    return Date.now() - (performance.now() - sentAt) - blindWindow;
  }

  #observe(time: number, sentAt: number, answeredAt: number): boolean {
    const isQuick = answeredAt - sentAt <= quickAnswer;
    const isOld = answeredAt - this.#observedAt > longestDrift;
    if (Number.isNaN(time) || (this.#isQuick && !isQuick && !isOld)) return false;
    this.#observedAt = answeredAt;
    this.#offset = time - answeredAt;
    this.#isQuick = isQuick;
    return true;
  }
}
