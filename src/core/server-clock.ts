/**
 * In ms. If one record was received this long before another was sent, its `createdAt` is surely the
 * earlier one, even if two machines of the server date records by clocks of their own.
 */
export const clockSlack = 5_000;

/** Whether a record is one that a call can have created. */
export type RecordAge = 'new' | 'old' | 'unsure';

/** Records tell the second that they were created in, not always the millisecond. */
const resolution = 1_000;
/** The clock that writes the `Date` header may be another machine's than the one that dates records. */
const skew = 1_000;
/** Clocks drift apart slowly: one reading in this time is enough to follow them. */
const readingInterval = 1_000;
/** After this time a reading says too little about the present one. */
const longestDrift = 10 * 60_000;
/** A server's clock that is further from ours than this is wrong, or ours is. */
const largestOffset = 15 * 60_000;
/** As many readings as tell whether a clock is steady. */
const mostReadings = 16;

/** What one answer shows: the server's clock minus `performance.now()` lies between the two. */
interface Reading {
  readonly at: number;
  readonly low: number;
  readonly high: number;
}

/** What several readings show together; they are not steady if no one clock can have made them. */
interface Offset {
  readonly low: number;
  readonly high: number;
  readonly isSteady: boolean;
}

/** The server's clock, as far as its answers show it. Moments are those of `performance.now()`. */
export class ServerClock {
  /** When records were created, in the answers to creates. */
  readonly #records = new Readings();
  /** `Date` headers. If the time is known from records, they only show a jump of the clock. */
  readonly #dates = new Readings();

  /** Takes note of an answer's `Date` header, if it has one. */
  observe(headers: Pick<Headers, 'get'>, sentAt: number, answeredAt: number): void {
    const date = headers.get('date');
    if (date !== null) this.#dates.add(parseHttpDate(date), sentAt, answeredAt);
  }

  /** Takes note of when a record was created between the two moments. */
  observeRecord(createdAt: string, sentAt: number, answeredAt: number): void {
    this.#records.add(Date.parse(createdAt), sentAt, answeredAt);
  }

  /** Whether the server's time is known from an answer. */
  get isKnown(): boolean {
    return this.#resolve() !== undefined;
  }

  /** The earliest time that a record can bear which was sent at a moment. */
  resolveEarliest(sentAt: number): number {
    const offset = this.#resolve();
    if (offset) return sentAt + offset.low - resolution - skew;
    return sentAt + ownOffset() - largestOffset;
  }

  /** Whether a record can have been created by a call that began at a moment. */
  judge(createdAt: string, since: number): RecordAge {
    // It is what a list says, which may be anything.
    const time = typeof createdAt === 'string' ? Date.parse(createdAt) : Number.NaN;
    const offset = this.#resolve();
    const { low, high, isSteady } = offset ?? {
      low: ownOffset(),
      high: ownOffset(),
      isSteady: true,
    };
    const isFuture = time > performance.now() + high + largestDrift;
    if (Number.isNaN(time) || isFuture) return 'unsure';
    const slack = resolution + skew;
    if (time >= since + (isSteady ? low : high) - slack) return 'new';
    // Where only our own clock is known, no record is surely an old one: it may be ours that is wrong.
    return offset && time < since + low - slack ? 'old' : 'unsure';
  }

  #resolve(): Offset | undefined {
    const dates = this.#dates.resolve();
    const records = this.#records.resolve();
    if (!records) return dates && isCredible(dates) ? dates : undefined;
    if (!dates || dates.isSteady) return records;
    // It has jumped since, or several machines answer: a record may bear either time.
    const low = Math.min(records.low, dates.low);
    return { low, high: Math.max(records.high, dates.high), isSteady: false };
  }
}

/** In ms, how far behind or ahead a clock may be that is set by network time. */
const largestDrift = 60_000;

/** The readings of one clock. */
class Readings {
  #readings: Reading[] = [];

  add(time: number, sentAt: number, answeredAt: number): void {
    if (Number.isNaN(time)) return;
    const reading = { at: answeredAt, low: time - answeredAt, high: time + resolution - sentAt };
    const last = this.#readings.at(-1);
    const isSame = last && overlaps(last, reading) && !isNarrower(reading, last);
    if (isSame && answeredAt - last.at < readingInterval) return;
    this.#readings.push(reading);
    if (this.#readings.length > mostReadings) this.#readings.shift();
  }

  resolve(): Offset | undefined {
    const newest = this.#readings.at(-1);
    if (!newest) return undefined;
    const recent = this.#readings.filter(({ at }) => newest.at - at < longestDrift);
    const isSteady = recent.every((reading) => recent.every((other) => overlaps(reading, other)));
    const lows = recent.map(({ low }) => low);
    const highs = recent.map(({ high }) => high);
    if (!isSteady) return { low: Math.min(...lows), high: Math.max(...highs), isSteady };
    return { low: Math.max(...lows) - skew, high: Math.min(...highs) + skew, isSteady };
  }
}

/** Whether one clock can have made both. */
const overlaps = (a: Reading, b: Reading) => a.low <= b.high + skew && b.low <= a.high + skew;

/** Whether one reading is more exact: a quick answer is. */
const isNarrower = (a: Reading, b: Reading) => a.high - a.low < b.high - b.low;

/** Our own clock minus `performance.now()`. */
const ownOffset = () => Date.now() - performance.now();

/** A `Date` header that is far from our own clock says that one of the two is wrong. */
const isCredible = ({ low, high }: Offset) =>
  low - largestOffset <= ownOffset() && ownOffset() <= high + largestOffset;

const httpDate =
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d GMT$/;

/** Milliseconds, or `NaN` for what a server must not write. `Date.parse` would read most of it. */
function parseHttpDate(text: string): number {
  return httpDate.test(text.trim()) ? Date.parse(text) : Number.NaN;
}
