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
  /** The platform's, at the time of the call, where the user gave none. */
  readonly fetch: FetchFunction | undefined;
  /** Absent where there is nobody to tell. */
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
