import { statSync } from 'node:fs';
import { open, realpath, rename, rm } from 'node:fs/promises';
import type { Command } from 'commander';
import { type CommandContext, defineApiCommand } from '../../api-command.ts';
import { CliError } from '../../cli-error.ts';
import { escapeText } from '../../print-record.ts';
import { createProgressLine } from '../../progress-line.ts';
import { createFormatOption, toFormat } from '../../read-format.ts';
import { escapeJsonControls } from '../../to-json-text.ts';

interface ExportCommandOptions {
  readonly output: string;
  readonly format?: 'jsonl' | 'csv';
}

/** Adds what `logs export` takes and does. */
export function defineExportLogs(command: Command): void {
  command
    .description(
      'Writes logs as JSON Lines or CSV, as many as there are. Formulas in CSV are disarmed.',
    )
    .argument('[promptId]', 'id of the prompt; without it, logs of all prompts')
    .option('-o, --output <file>', 'where to; - is standard output', '-')
    .addOption(createFormatOption());
  defineApiCommand<ExportCommandOptions>(command, {
    goal: 'export logs',
    examples: [
      'promptcrafter-client logs export --output logs.csv',
      'promptcrafter-client logs export prompt104 > logs.jsonl',
    ],
    withoutJson:
      'an export has no --json: --format jsonl is JSON Lines, and logs list --json one document',
    action: runExport,
  });
}

async function runExport(
  { client, options, output, signal }: CommandContext<ExportCommandOptions>,
  promptId?: string,
): Promise<undefined> {
  const { output: file } = options;
  const format = options.format ?? toFormat(file);
  const { exportLogs } = await import('../../../transfer/index.ts');
  const pieces = exportLogs(client, { format, promptId, signal });
  if (file !== '-') await (isSpecial(file) ? writeInto(file, pieces) : writeFile(file, pieces));
  else {
    const toShown = format === 'csv' ? escapeText : escapeJsonControls;
    for await (const piece of pieces)
      await output.write(output.isTerminal ? toShown(piece) : piece);
  }
  return undefined;
}

/** Whether something is there that is no file, such as `/dev/null`: it is written to, not replaced. */
function isSpecial(file: string): boolean {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats !== undefined && !stats.isFile() && !stats.isDirectory();
}

async function writeInto(file: string, pieces: AsyncIterable<string>): Promise<void> {
  await using target = await open(file, 'w');
  for await (const piece of pieces) await target.writeFile(piece);
}

/** Writes a file that is there as a whole, or not at all. */
async function writeFile(file: string, pieces: AsyncIterable<string>): Promise<void> {
  const progress = createProgressLine();
  const next = `${file}.part`;
  let bytes = 0;
  try {
    await using target = await open(next, 'w');
    for await (const piece of pieces) {
      await target.writeFile(piece);
      bytes += piece.length;
      progress.show(`${(bytes / 1e6).toFixed(1)} MB written`);
    }
    await target.sync();
    await rename(next, await realpath(file).catch(() => file));
  } catch (error) {
    await rm(next, { force: true });
    const { code, syscall } = error as { code?: unknown; syscall?: unknown };
    if (syscall === undefined) throw error;
    throw new CliError(`Failed to export logs: ${code} at ${file}. Choose another file.`);
  } finally {
    progress.clear();
  }
}
