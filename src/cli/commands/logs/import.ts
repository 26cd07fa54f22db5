import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import type { Command } from 'commander';
import type { ImportProgress, RejectedRecord } from '../../../transfer/index.ts';
import { type CommandContext, defineApiCommand } from '../../api-command.ts';
import { CliError, refuseArguments } from '../../cli-error.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { createProgressLine } from '../../progress-line.ts';
import { createFormatOption, toFormat } from '../../read-format.ts';

interface ImportCommandOptions {
  readonly format?: 'jsonl' | 'csv';
  readonly inOrder?: true;
  readonly again?: true;
  readonly concurrency: number;
}

/** Adds what `logs import` takes and does. */
export function defineImportLogs(command: Command): void {
  command
    .description(
      'Stores the logs of a file, each once: killed and run again, it goes on. What is refused stands in <file>.rejected.jsonl. Exit code 1: something was refused.',
    )
    .argument('<file>', 'JSON Lines or CSV; - is standard input, which cannot be resumed')
    .addOption(createFormatOption())
    .option('--in-order', 'store logs in the order of the file, one after the other')
    .option('--again', 'import all once more if the last import of the file has ended')
    .option('--concurrency <count>', 'how many logs are under way at a time', readCount, 8);
  defineApiCommand<ImportCommandOptions>(command, {
    goal: 'import logs',
    examples: ['promptcrafter-client logs import logs.jsonl'],
    action: runImport,
  });
}

async function runImport(
  context: CommandContext<ImportCommandOptions>,
  file = '',
): Promise<ExitCode> {
  const { client, options, output, signal } = context;
  const { format = toFormat(file), inOrder, again, concurrency, json } = options;
  const size = file === '-' ? undefined : readSize(file);
  const { importLogs } = await import('../../../transfer/index.ts');
  await client.connection.requestToken();
  const journal = file === '-' ? undefined : await openJournal(context, file, format);
  const rejected = new RejectedFile(file === '-' ? 'stdin' : file);
  const progress = createProgressLine();
  try {
    const source = () => (file === '-' ? process.stdin : createReadStream(file));
    const result = await importLogs(client, source, {
      ...{ format, inOrder, again, concurrency, signal, journal },
      onRejected: (record) => rejected.write(record),
      onProgress: (state) => progress.show(toProgressText(state, size)),
    });
    progress.clear();
    await rejected.end();
    if (json) await output.writeJson({ ...result, rejectedFile: rejected.path });
    else await output.write(`${toSummary(result, rejected.path)}\n`);
    return result.ok ? exitCodes.ok : exitCodes.no;
  } finally {
    progress.clear();
    await rejected.close();
    journal?.close();
  }
}

/** Beside the file, one for each API and account: the same file can go to several. */
async function openJournal(
  { client }: CommandContext<ImportCommandOptions>,
  file: string,
  format: string,
) {
  const { baseUrl, account } = client.connection;
  const owner = JSON.stringify([format, baseUrl, account ?? null]);
  const name = createHash('sha256').update(owner).digest('hex').slice(0, 8);
  const { openImportJournal } = await import('../../../transfer/node-import-journal.ts');
  try {
    return openImportJournal(`${file}.import-${name}`);
  } catch (error) {
    const { code, message } = error as { code?: unknown; message: string };
    if (code === undefined) throw error;
    throw new CliError(
      `Failed to import logs: no journal can be kept beside the file (${message}). Copy it to where you may write.`,
    );
  }
}

function readSize(file: string): number {
  try {
    const stats = statSync(file);
    if (!stats.isFile()) throw new CliError(`Failed to import logs: ${file} is no file. Give one.`);
    return stats.size;
  } catch (error) {
    if (error instanceof CliError) throw error;
    const { code } = error as { code?: unknown };
    const reason = code === 'ENOENT' ? 'there is no such file' : String(code);
    throw new CliError(`Failed to import logs: ${reason}: ${file}. Check its path.`);
  }
}

/** What was refused in this run. It is made with the first record. */
class RejectedFile {
  readonly #source: string;
  #file: FileHandle | undefined;
  /** Several records are refused at a time, and written one after the other. */
  #last: Promise<void> = Promise.resolve();
  /** Where it is, if there is one. */
  path: string | undefined;

  constructor(source: string) {
    this.#source = source;
  }

  write(record: RejectedRecord): Promise<void> {
    const written = this.#last.then(() => this.#append(record));
    this.#last = written.catch(() => {});
    return written;
  }

  async #append({ line, reason, text }: RejectedRecord): Promise<void> {
    this.#file ??= await open(this.#part, 'w', 0o600);
    await this.#file.appendFile(`${JSON.stringify({ line, reason, text })}\n`);
  }

  /** Puts it in the place of the last run's, which is out of date. */
  async end(): Promise<void> {
    const path = `${this.#source}.rejected.jsonl`;
    if (!this.#file) {
      await rm(this.#part, { force: true });
      return rm(path, { force: true });
    }
    await this.close();
    await rename(this.#part, path);
    this.path = path;
  }

  async close(): Promise<void> {
    await this.#file?.close();
    this.#file = undefined;
  }

  get #part(): string {
    return `${this.#source}.rejected.part`;
  }
}

function toProgressText(state: ImportProgress, size: number | undefined): string {
  const { stored, rejected, earlier, bytes, isWaiting } = state;
  const share = size ? `${Math.min(100, Math.round((bytes / size) * 100))} %, ` : '';
  const parts = [`${stored} stored`];
  if (earlier > 0) parts.push(`${earlier} earlier`);
  if (rejected > 0) parts.push(`${rejected} refused`);
  if (isWaiting) parts.push('waiting for the API');
  return share + parts.join(', ');
}

function toSummary(
  { stored, earlier, rejected }: Pick<ImportProgress, 'stored' | 'earlier' | 'rejected'>,
  path: string | undefined,
): string {
  const parts = [`Stored ${stored} ${stored === 1 ? 'log' : 'logs'}.`];
  if (earlier > 0)
    parts.push(`${earlier} ${toVerb(earlier)} stored by earlier imports of this file.`);
  if (stored === 0 && earlier > 0 && rejected === 0)
    parts.push('Use --again to import them again.');
  if (rejected > 0) parts.push(`${rejected} ${toVerb(rejected)} refused: see ${path}.`);
  return parts.join(' ');
}

const toVerb = (count: number) => (count === 1 ? 'was' : 'were');

function readCount(text: string): number {
  const count = Number(text);
  if (!/^\d+$/.test(text) || count < 1 || count > 1_000) {
    refuseArguments('a concurrency is an integer from 1 to 1000');
  }
  return count;
}
