/**
 * Moving logs in and out, in memory that does not grow with their number: an export as JSON Lines or
 * CSV, and an import that is effectively once and can be resumed.
 *
 * @module promptcrafter-client/transfer
 */
export type { HeadersOption, RequestOptions } from '../client/options.ts';
export type { ClientConnection } from '../core/connection.ts';
export { type ExportOptions, exportLogs } from './export-logs.ts';
export type { ImportJournal } from './import-journal.ts';
export { importLogs } from './import-logs.ts';
export type {
  ImportOptions,
  ImportProgress,
  ImportResult,
  ImportSource,
  RejectedRecord,
} from './import-options.ts';
export type { ImportChunks } from './read-lines.ts';
export type { ExportClient, ImportClient, LogFormat } from './transfer-client.ts';
