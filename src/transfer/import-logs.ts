import { PromptCrafterValidationError } from '../core/errors.ts';
import {
  beginJournal,
  type ImportJournal,
  type JournalOwner,
  type JournalState,
  readJournal,
  toMark,
} from './import-journal.ts';
import type { ImportOptions, ImportResult, ImportSource } from './import-options.ts';
import { ImportRun } from './import-run.ts';
import type { ImportChunks } from './read-lines.ts';
import { readRecords } from './read-records.ts';
import type { ImportClient, LogFormat } from './transfer-client.ts';

const highestConcurrency = 1_000;

/**
 * Stores the logs of a source, each effectively once, in memory that does not grow with their number.
 * With a journal, an import that was killed goes on where it was, and one that has ended has nothing to
 * do. What an export wrote is read as it was, but for ids and times.
 *
 * @throws `PromptCrafterValidationError` when an option cannot be used, a table has other columns than a
 * log, or the source is not the one that was imported before.
 * @throws `AuthenticationError` when the token is missing, expired or invalid.
 * @example
 * ```ts
 * import { importLogs } from 'promptcrafter-client/transfer';
 *
 * const lines = ['{ "promptId": "prompt104", "output": "It began in Britain.", "modelUsed": "gpt-4o" }\n'];
 * const { ok, stored } = await importLogs(client, lines, {
 *   onRejected: ({ line, reason }) => console.error(`Line ${line}: ${reason}`),
 * });
 * ```
 */
export async function importLogs(
  client: ImportClient,
  source: ImportSource,
  options: ImportOptions = {},
): Promise<ImportResult> {
  const { format = 'jsonl', concurrency = 8, inOrder = false, journal, again = false } = options;
  if (format !== 'jsonl' && format !== 'csv') refuse('format', "must be 'jsonl' or 'csv'");
  if (!(Number.isInteger(concurrency) && concurrency >= 1 && concurrency <= highestConcurrency)) {
    refuse('concurrency', `must be an integer from 1 to ${highestConcurrency}`);
  }
  if (journal && typeof source !== 'function') {
    refuse('source', 'must be a function that begins anew, since there is a journal');
  }
  const open = typeof source === 'function' ? source : () => source;
  const { connection } = client;
  await connection.requestToken();
  const { baseUrl, account = null } = connection;
  const owner: JournalOwner = { format, baseUrl, account };
  const state = journal && (await resume(journal, owner, open, again));
  const run = new ImportRun(client, state, owner, { ...options, journal });
  return run.run(open(), format, inOrder ? 1 : concurrency);
}

/** What the journal says, which begins anew where the import does not go on. */
async function resume(
  journal: ImportJournal,
  owner: JournalOwner,
  open: () => ImportChunks,
  again: boolean,
): Promise<JournalState> {
  const state = await readJournal(journal, owner);
  if (state === 'empty') return beginJournal(journal, owner);
  if (state === 'foreign') {
    return refuse(
      'journal',
      'is of another format, API or account, or is none',
      'Give another one.',
    );
  }
  if (again && state.isFinished) return beginJournal(journal, owner);
  if (await isSameSource(state, open(), owner.format as LogFormat)) return state;
  if (again) return beginJournal(journal, owner);
  const message = 'lines that are stored were changed, moved or removed';
  return refuse('source', message, 'Put new lines into a file of their own, or import all again.');
}

async function isSameSource(
  { last, sum, isStored }: JournalState,
  chunks: ImportChunks,
  format: LogFormat,
): Promise<boolean> {
  if (last < 0) return true;
  let found = 0n;
  for await (const { index, key } of readRecords(chunks, format, () => {})) {
    if (isStored(index)) {
      if (key === '') return false;
      found = BigInt.asUintN(64, found + toMark(index, key));
    }
    if (index === last) return found === sum;
  }
  return false;
}

function refuse(path: string, message: string, advice = 'Change the option.'): never {
  throw new PromptCrafterValidationError(`Failed to import logs: ${path} ${message}. ${advice}`, {
    issues: [{ path, message }],
  });
}
