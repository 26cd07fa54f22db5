import type { Entry } from './entry.ts';
import type { LogFailure } from './tally.ts';

/** What is decided about logs at one time, while nobody else decides. */
export interface Decision {
  /** What the doubtful logs hold, by {@link toContentKey}. */
  readonly keys: readonly string[];
  /** When the list that it is decided by had come to its end, by `Date.now()`. */
  readonly listedAt: number;
  /** Decides, given which record ids are known to be somebody's. */
  run(isKnown: (id: string) => boolean): void;
}

/** Whether it was decided; if not, it may be soon, or nobody can read what others have decided. */
export type Decided = 'decided' | 'wait' | 'unreadable';

/**
 * Whether a log may be sent: it may; not for now; it is on the disk alone from now on, since the
 * token is another account's; or it is another queue's.
 */
export type SendLeave = 'send' | 'wait' | 'parked' | 'lost';

/** Writes down what becomes of logs, where there is something to write to. */
export interface Journal {
  /** An attempt is about to be sent, if it may be. */
  send(entry: Entry, earliest: number | undefined): SendLeave;
  /** Whether a log still is this queue's, and may be looked for. */
  mayLook(entry: Entry): SendLeave;
  /** It ended without an answer that says what became of the log. */
  doubt(entry: Entry): void;
  /** It surely stored nothing. */
  rest(entry: Entry): void;
  /** A log is stored. */
  store(entry: Entry, id: string): void;
  /** A log has failed. */
  fail(entry: Entry, failure: LogFailure): void;
  /** Ids of records that others, and earlier processes, have stored, and what they hold. */
  readStored(promptId: string): ReadonlyMap<string, string | undefined>;
  /** How `readStored` writes what a log holds. */
  toKey(contentKey: string): string;
  /** Decides, if it can. */
  decide(decision: Decision): Decided;
}

/** For a queue that has nothing but its memory. */
export const noJournal: Journal = {
  send: () => 'send',
  mayLook: () => 'send',
  doubt() {},
  rest() {},
  store() {},
  fail() {},
  readStored: () => new Map(),
  toKey: (contentKey) => contentKey,
  decide(decision) {
    decision.run(() => false);
    return 'decided';
  },
};
