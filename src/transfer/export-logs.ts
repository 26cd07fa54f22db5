import type { RequestOptions } from '../client/options.ts';
import { toCsvCell } from '../core/csv-cell.ts';
import { PromptCrafterValidationError } from '../core/errors.ts';
import { isNoLogs } from '../core/is-no-logs.ts';
import { longestList } from '../core/longest-list.ts';
import { toNotes } from '../core/meta.ts';
import type { Log } from '../core/schemas/log.ts';
import { exportColumns } from './csv-columns.ts';
import type { ExportClient, LogFormat } from './transfer-client.ts';

/** What {@link exportLogs} takes beside a client; `timeout` is for all of the list. */
export interface ExportOptions extends RequestOptions {
  /**
   * `'jsonl'`: an object a line, with its meta. `'csv'`: a table by RFC 4180 with the API's names.
   * @defaultValue `'jsonl'`
   */
  readonly format?: LogFormat | undefined;
  /** The prompt whose logs are wanted. @defaultValue all prompts of the user */
  readonly promptId?: string | undefined;
}

/** In characters: pieces of this size keep the number of writes small. */
const pieceSize = 64 * 1024;

/**
 * Writes logs as text, piece by piece as they arrive, in memory that does not grow with their number.
 * In CSV, texts that a spreadsheet would take for formulas get an apostrophe, which the import takes off.
 *
 * @throws `NotFoundError` when there is no such prompt.
 * @throws `PromptCrafterConnectionError` after the logs that did arrive, when the list is cut off.
 * @example
 * ```ts
 * import { createWriteStream } from 'node:fs';
 * import { pipeline } from 'node:stream/promises';
 * import { exportLogs } from 'promptcrafter-client/transfer';
 *
 * await pipeline(exportLogs(client, { format: 'csv' }), createWriteStream('logs.csv'));
 * ```
 */
export async function* exportLogs(
  client: ExportClient,
  options: ExportOptions = {},
): AsyncGenerator<string, void, undefined> {
  const { format = 'jsonl', promptId, ...request } = options;
  const toLine = lineWriters[format];
  if (!toLine) refuseFormat();
  let text = format === 'csv' ? `${exportColumns.join(',')}\r\n` : '';
  try {
    for await (const log of client.iterateLogs(promptId, { timeout: longestList, ...request })) {
      text += toLine(log);
      if (text.length < pieceSize) continue;
      yield text;
      text = '';
    }
  } catch (error) {
    if (promptId === undefined || !isNoLogs(error)) throw error;
    // The API answers the same for a prompt without logs and for none.
    await client.getPromptById(promptId, request);
  }
  if (text !== '') yield text;
}

const lineWriters: Readonly<Record<LogFormat, (log: Log) => string>> = {
  jsonl: (log) => `${JSON.stringify(log)}\n`,
  csv: toCsvLine,
};

function toCsvLine({ meta, ...log }: Log): string {
  const { notes } = log;
  const stored = { ...log, notes: meta ? toNotes(notes, meta) : notes };
  return `${exportColumns.map((column) => toCell(stored[column])).join(',')}\r\n`;
}

/** An empty text has quotes, and an absent one has not. */
function toCell(value: string | number | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  return value === '' ? '""' : toCsvCell(value);
}

function refuseFormat(): never {
  const message = "must be 'jsonl' or 'csv'";
  throw new PromptCrafterValidationError(
    `Failed to export logs: format ${message}. Change the option.`,
    { issues: [{ path: 'format', message }] },
  );
}
