import { decodeMeta } from '../core/meta.ts';
import type { CreateLogInput, LogBody } from '../core/schemas/log.ts';
import type { Attempt } from './attempts.ts';

/** Where a log is; it is in one place at every moment. */
export type CountedState = 'pending' | 'sending' | 'stored' | 'failed' | 'dropped';

/** Or it has left memory, and is on the disk alone or another queue's. */
export type EntryState = CountedState | 'released';

/** When an attempt that may have stored a log was sent. */
export interface Doubt {
  /** By `performance.now()` of this process; for what an earlier one sent, by its local clock. */
  readonly sentAt: number;
  /** The earliest time that its record can bear, by the server's clock, as far as the sender knew. */
  readonly earliest?: number | undefined;
  /** Whether an earlier process sent it. */
  readonly isInherited: boolean;
}

/** An accepted log on its way. */
export class Entry {
  /** What the API is sent: a copy of what the caller gave. */
  readonly body: LogBody;
  /** About how much memory it takes. */
  readonly bytes: number;
  /** By `Date.now()`. */
  readonly acceptedAt: number;
  /** Which flushes cover it, see {@link Tally}. */
  readonly epoch: number;
  state: EntryState = 'pending';
  /** The attempt that is under way. */
  attempt: Attempt | undefined;
  /** The first attempt that may have stored it, unless a look has settled it. */
  doubt: Doubt | undefined;
  /** How often it has failed since it was accepted. */
  failures = 0;
  /** Looks that settled nothing, one after the other. */
  failedLooks = 0;
  /** How often the API claimed to have stored it, and had not. */
  emptyPromises = 0;
  /** When it was tried or looked for last, by `performance.now()`. */
  triedAt = Number.NEGATIVE_INFINITY;
  /** When it may be tried or looked for again, by `performance.now()`. */
  dueAt = 0;

  constructor(body: LogBody, bytes: number, acceptedAt: number, epoch: number) {
    this.body = body;
    this.bytes = bytes;
    this.acceptedAt = acceptedAt;
    this.epoch = epoch;
  }

  /** Whether nothing more will happen to it here. */
  get isSettled(): boolean {
    return this.state !== 'pending' && this.state !== 'sending';
  }
}

/** What the caller gave, from what the API is sent. */
export function toInput({ notes, ...fields }: LogBody): CreateLogInput {
  return { ...fields, ...decodeMeta(notes) };
}
