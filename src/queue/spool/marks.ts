import { IndexSet } from './index-set.ts';

/** What becomes of one log of a segment, as a line of its marks; `decisions/0005` says when. */
export type Mark =
  | readonly ['s', number, number, number | null, string, string]
  | readonly ['n' | 'u' | 'f', number]
  | readonly ['d', number, string, number]
  | readonly ['c', number]
  | readonly ['b', number, number | null];

/** An attempt that may have stored a log. */
export interface SentMark {
  /** By `Date.now()` of the sender. */
  readonly at: number;
  /** The earliest time that the record can bear, if the sender knew the server's clock. */
  readonly earliest: number | undefined;
  /** A hash of what is sent. */
  readonly key: string;
  readonly promptId: string;
  /** Whether the attempt has not ended, as far as anybody has written down. */
  isUnderWay: boolean;
}

/** A log that is stored. */
export interface StoredMark {
  readonly id: string;
  readonly key: string | undefined;
  readonly promptId: string | undefined;
  readonly at: number;
}

/** How far the server's clock was ahead of the local one of those who sent. */
export interface ServerOffset {
  /** In ms, at the least. */
  readonly least: number;
  /** Whether the last of them knew it. */
  readonly isLastKnown: boolean;
}

/** What the marks of a segment say, taken together. */
export class MarkedState {
  /** How many logs the segment has, once it is full. */
  count: number | undefined;
  /** Which of them are stored or have failed. */
  readonly settled = new IndexSet();
  /** Which of them may be stored. */
  readonly sent = new Map<number, SentMark>();
  readonly stored: StoredMark[] = [];
  /** By `Date.now()`; since then each log may have been sent whose marks died with the machine. */
  doubtSince: number | undefined;
  /** The same by the server's clock; `-Infinity` where nobody knows. */
  #doubtEarliest = Number.POSITIVE_INFINITY;
  /** What the senders knew of the server's clock; absent where nothing was sent. */
  offset: ServerOffset | undefined;
  /** Those of them that surely are not stored, as was found out later. */
  readonly cleared = new Set<number>();

  apply(mark: Mark): void {
    const [kind, index] = mark;
    const sent = this.sent.get(index);
    if (kind === 'c') this.count = index;
    else if (kind === 'b') {
      const earliest = mark[2] ?? Number.NEGATIVE_INFINITY;
      this.doubtSince = Math.min(index, this.doubtSince ?? index);
      this.#doubtEarliest = Math.min(earliest, this.#doubtEarliest);
      this.cleared.clear();
    } else if (kind === 's') {
      const [, , at, earliest, key, promptId] = mark;
      const least = Math.min(
        earliest === null ? Number.POSITIVE_INFINITY : earliest - at,
        this.offset?.least ?? Number.POSITIVE_INFINITY,
      );
      this.offset = { least, isLastKnown: earliest !== null };
      // An attempt before it that nobody has settled counts from when it was sent.
      if (sent) sent.isUnderWay = true;
      else {
        const isUnderWay = true;
        this.sent.set(index, { at, earliest: earliest ?? undefined, key, promptId, isUnderWay });
      }
    } else if (kind === 'u') {
      if (sent) sent.isUnderWay = false;
    } else {
      this.sent.delete(index);
      if (kind === 'n') {
        if (this.doubtSince !== undefined) this.cleared.add(index);
        return;
      }
      this.cleared.delete(index);
      this.settled.add(index);
      if (kind !== 'd') return;
      const [, , id, at] = mark;
      this.stored.push({ id, at, key: sent?.key, promptId: sent?.promptId });
    }
  }

  /** When an attempt was sent that may have stored a log, if there may be one. */
  doubtOf(index: number): Pick<SentMark, 'at' | 'earliest'> | undefined {
    const sent = this.sent.get(index);
    if (sent || this.doubtSince === undefined || this.cleared.has(index)) return sent;
    const earliest = this.#doubtEarliest;
    return { at: this.doubtSince, earliest: Number.isFinite(earliest) ? earliest : undefined };
  }

  /** When the last log was stored, by `Date.now()`. */
  get lastStoredAt(): number {
    return this.stored.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
  }

  /** When the oldest of the logs that may be stored was sent; `Infinity` where there is none. */
  get oldestSentAt(): number {
    const isSettled = this.count !== undefined && this.settled.size >= this.count;
    let oldest = (isSettled ? undefined : this.doubtSince) ?? Number.POSITIVE_INFINITY;
    for (const { at } of this.sent.values()) oldest = Math.min(oldest, at);
    return oldest;
  }
}

/** Reads the marks of a segment. What is torn or unknown is left out. */
export function readMarks(text: string): MarkedState {
  const state = new MarkedState();
  for (const line of text.split('\n')) {
    const mark = parseMark(line);
    if (mark) state.apply(mark);
  }
  return state;
}

function parseMark(line: string): Mark | undefined {
  try {
    const mark: unknown = JSON.parse(line);
    return isMark(mark) ? mark : undefined;
  } catch {
    return undefined;
  }
}

function isMark(value: unknown): value is Mark {
  if (!Array.isArray(value) || !Number.isSafeInteger(value[1])) return false;
  const [kind, , third, , key, promptId] = value as unknown[];
  if (kind === 's') {
    return typeof third === 'number' && typeof key === 'string' && typeof promptId === 'string';
  }
  if (kind === 'd') return typeof third === 'string' && typeof value[3] === 'number';
  return typeof kind === 'string' && ['n', 'u', 'f', 'c', 'b'].includes(kind);
}
