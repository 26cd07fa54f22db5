import type { RequestOptions } from '../client/options.ts';
import type { ClientConnection } from '../core/connection.ts';
import type { CreateLogInput, Log } from '../core/schemas/log.ts';
import type { Prompt } from '../core/schemas/prompt.ts';

/** What the export needs of a client. */
export interface ExportClient {
  /** Reads the logs of a prompt, or all logs, one by one. */
  iterateLogs(promptId?: string, options?: RequestOptions): AsyncIterable<Log>;
  /** Reads a prompt: one without logs is told from one that does not exist. */
  getPromptById(id: string, options?: RequestOptions): Promise<Prompt>;
}

/** What the import needs of a client. */
export interface ImportClient {
  /** Stores a log. */
  createLog(input: CreateLogInput, options?: RequestOptions): Promise<Log>;
  /** The server's clock, the account, and a list to look at after a failure. */
  readonly connection: ClientConnection;
}

/** How logs are written: an object a line, or a table. */
export type LogFormat = 'jsonl' | 'csv';
