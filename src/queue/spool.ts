import type { LogBody } from '../core/schemas/log.ts';
import type { Entry } from './entry.ts';
import type { Journal } from './journal.ts';

/** Where a queue keeps accepted logs until they are stored: what `openSpool` gives. */
export interface Spool {
  /** The folder, as an absolute path. */
  readonly folder: string;
}

/** What the queue sees of it. */
export interface AttachableSpool extends Spool {
  /** Puts the spool into the hands of a queue. */
  attach(owner: SpoolOwner): SpoolStore;
}

/** Whose logs a spool keeps, and whom it tells what happens to them. */
export interface SpoolOwner {
  readonly baseUrl: string;
  /** Whom the token names; `undefined` for nobody, and `null` while the token is not known. */
  account(): string | undefined | null;
  /** Has the token asked for, since it is not known whose the logs are. */
  requestAccount(): void;
  /** Logs of another process are this queue's now. Gives the epoch that they belong to. */
  onAdopted(count: number): number;
  /**
   * A log that was on the disk alone is another's by now, or cannot be read, or nobody can know whose
   * it is; what is `'stuck'` could not even be put aside.
   */
  onGone(epoch: number, why: 'lost' | 'damaged' | 'stuck' | 'nobodys'): void;
  /** Something about the folder is wrong. `false` if nobody was told, who was told a moment ago. */
  onTrouble(reason: string): boolean;
  /** What was told to be wrong is right again. */
  onRecovery(): void;
  /** There may be more to do than before. */
  onChange(): void;
  /** Logs in memory that the folder does not hold can be kept again. */
  onUsable(): void;
}

/** A log that was read from a spool. */
export interface SpooledLog {
  readonly body: LogBody;
  readonly acceptedAt: number;
  readonly epoch: number;
  /** When an attempt that may have stored it was sent: by `Date.now()`, and by the server's clock. */
  readonly doubt: { readonly sentAt: number; readonly earliest: number | undefined } | undefined;
}

/** What came of keeping a log. */
export type Kept = 'kept' | 'full' | 'broken';

/** A spool in the hands of one queue. */
export interface SpoolStore extends Journal {
  /** Looks after the folder from now on, and takes over what dead processes have left. */
  start(): void;
  /** It is known by now whose the logs are. */
  nameAccount(): void;
  /** Whether logs that may be sent are on the disk alone. */
  readonly hasUnread: boolean;
  /** How many of them may be stored, and are to be looked for together. */
  readonly unreadDoubtful: number;
  /** About how many bytes are on the disk alone, also where they may not be sent for now. */
  readonly unreadBytes: number;
  /** When the oldest of these was accepted, by `Date.now()`; `Infinity` where there is none. */
  readonly unreadSince: number;
  /** Keeps a log that stays on the disk alone. */
  keepUnread(body: LogBody, acceptedAt: number, epoch: number): Kept;
  /** Keeps a log that is in memory, too. */
  keep(entry: Entry): Kept;
  /** Whether a log is on the disk. */
  has(entry: Entry): boolean;
  /** Reads some of the logs that are on the disk alone: about so many, and so many bytes. */
  load(mostItems: number, mostBytes: number, toEntry: (log: SpooledLog) => Entry): Entry[];
  /** Writes down all that is known by now: the process may end at once. */
  settle(): void;
  /** Lets go of the folder; what is not settled is for others to take. */
  close(): void;
}
