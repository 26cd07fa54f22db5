import type { ServerClock } from '../../core/server-clock.ts';
import type { FetchFunction } from '../fetch-function.ts';
import type { CreateLedger } from '../once/ledger.ts';
import type { Looks } from '../once/looks.ts';
import type { Credentials } from './credentials.ts';
import type { Reporter } from './logger.ts';
import type { RetryBudget } from './retry-policy.ts';

/** What holds for all calls of a client. */
export interface TransportSettings {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  /** Whether a token or a password may be sent there. */
  readonly mayCarrySecrets: boolean;
  /** Absent if the user gave none: then the platform's, at the time of the call. */
  readonly fetch: FetchFunction | undefined;
  /** Absent without a logger. */
  readonly report: Reporter | undefined;
}

/** What the calls of one client share. */
export interface ClientState {
  readonly settings: TransportSettings;
  readonly credentials: Credentials;
  readonly clock: ServerClock;
  readonly ledger: CreateLedger;
  readonly looks: Looks;
  /** What is left for retries. */
  budget: RetryBudget;
  /** Whether the server was seen to store something else than what it was sent. */
  changesTexts: boolean;
  /** Bytes of answers that are being read. */
  bytesUnderWay: number;
}
