import type { ConnectionClock } from '../core/connection.ts';
import type { RecordAge } from '../core/server-clock.ts';
import type { Doubt } from './entry.ts';

/** In ms. The local clock of an earlier process may have been wrong by so much: as by a time zone. */
const largestError = 24 * 60 * 60_000;
/** What a clock leaves open of when a record was created, see `ServerClock.judge`. */
const slack = 2_000;

/** Which records a doubtful log may be. */
export interface DoubtWindow {
  /** When the log was sent first, by the server's clock; comparable within one look. */
  readonly since: number;
  /** What is older surely is another's, by the server's clock; `-Infinity` where nobody knows. */
  readonly earliest: number;
  /** Whether a record of this time can be the log. */
  judge(createdAt: string): RecordAge;
}

/** Finds out which records a log may be, by what is known of the server's clock at this moment. */
export function resolveWindow(doubt: Doubt, clock: ConnectionClock): DoubtWindow {
  const { sentAt, earliest, isInherited } = doubt;
  if (isInherited && earliest !== undefined) return resolveKnownWindow(earliest, clock);
  const { isKnown } = clock;
  const first = clock.resolveEarliest(sentAt);
  const since = isKnown ? first : sentAt + Date.now() - performance.now() - slack;
  const judge = (createdAt: string) => clock.judge(createdAt, sentAt);
  if (!isInherited) return { since, earliest: isKnown ? first : Number.NEGATIVE_INFINITY, judge };
  // It was sent by a local clock that may have been set since, or was wrong then.
  const widest = first - largestError;
  return {
    since,
    earliest: widest,
    judge(createdAt) {
      const age = judge(createdAt);
      if (age === 'new') return age;
      return Date.parse(createdAt) < widest ? 'old' : 'unsure';
    },
  };
}

/** Where the earlier process knew the server's clock, no local clock may have a say. */
function resolveKnownWindow(earliest: number, clock: ConnectionClock): DoubtWindow {
  return {
    since: earliest,
    earliest,
    judge(createdAt) {
      if (clock.isKnown) return clock.judge(createdAt, earliest - clock.resolveEarliest(0));
      const time = Date.parse(createdAt);
      if (Number.isNaN(time)) return 'unsure';
      return time >= earliest ? 'new' : 'old';
    },
  };
}
