import type { ImportJournal } from './import-journal.ts';
import type { ImportChunks } from './read-lines.ts';
import type { LogFormat } from './transfer-client.ts';

/** Where logs come from. With a journal it is a function that begins anew: it may be read twice. */
export type ImportSource = ImportChunks | (() => ImportChunks);

/** A record that was not stored. */
export interface RejectedRecord {
  /** The line in which it begins, from 1 on. */
  readonly line: number;
  readonly reason: string;
  /** As it stands in the source. */
  readonly text: string;
}

/** How far an import has come, in records. */
export interface ImportProgress {
  readonly stored: number;
  readonly rejected: number;
  /** What earlier imports of this source had stored. */
  readonly earlier: number;
  /** Bytes of the source that were read. */
  readonly bytes: number;
  /** Whether the API is away, and the import waits for it. */
  readonly isWaiting: boolean;
}

/** What {@link importLogs} takes beside client and source. */
export interface ImportOptions {
  /** @defaultValue `'jsonl'` */
  readonly format?: LogFormat | undefined;
  /**
   * How many logs are under way at a time, from 1 to 1 000.
   * @defaultValue `8`
   */
  readonly concurrency?: number | undefined;
  /**
   * Whether logs are stored in the order of the source, one after the other.
   * @defaultValue `false`
   */
  readonly inOrder?: boolean | undefined;
  /**
   * What makes the import resumable. Without it, it is effectively once as long as the process lives.
   * @defaultValue none
   */
  readonly journal?: ImportJournal | undefined;
  /**
   * Whether to import everything once more, where the journal says that the import has ended. One that
   * has not goes on.
   * @defaultValue `false`
   */
  readonly again?: boolean | undefined;
  /**
   * Milliseconds in which nothing gets through until the import gives up.
   * @defaultValue `60_000`
   */
  readonly outageTimeout?: number | undefined;
  /** Ends the import, which rejects with the signal's own reason. */
  readonly signal?: AbortSignal | undefined;
  /** Is given each record that is not stored; the import waits for what it returns. */
  readonly onRejected?: ((record: RejectedRecord) => void | Promise<void>) | undefined;
  /** Is called for each record that is done. */
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined;
}

/** What came of an import. */
export interface ImportResult {
  /** Whether all records are stored. */
  readonly ok: boolean;
  /** Records that this import has stored. */
  readonly stored: number;
  /** Records that earlier imports of this source had stored. */
  readonly earlier: number;
  readonly rejected: number;
}
