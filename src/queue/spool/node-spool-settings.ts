import type { ProcessIdentity } from '../../files/node-process-identity.ts';
import type { SyncMode } from './node-sync-schedule.ts';

/** How a spool is kept. */
export interface SpoolSettings {
  readonly folder: string;
  readonly maxBytes: number;
  readonly fsync: SyncMode;
  /** For tokens that name nobody. */
  readonly account: string | undefined;
  readonly identity: ProcessIdentity;
}
