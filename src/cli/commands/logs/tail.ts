import { setTimeout as pause } from 'node:timers/promises';
import type { Command } from 'commander';
import { toPlainText } from '../../../evals/report/to-plain-text.ts';
import type { Log } from '../../../index.ts';
import { type CommandContext, defineApiCommand } from '../../api-command.ts';
import { refuseArguments } from '../../cli-error.ts';
import { SeenLogs } from '../../seen-logs.ts';
import { cutText } from '../../table.ts';
import { toJsonText } from '../../to-json-text.ts';
import { iterateLogs } from './list.ts';

interface TailOptions {
  readonly lines: number;
  readonly interval: number;
}

/** How many logs in the list make a second between two lists. */
const logsPerSecond = 10_000;

/** Adds what `logs tail` takes and does. */
export function defineTailLogs(command: Command): void {
  command
    .description(
      'Prints logs as they come, until Ctrl+C. With --json, each is a document of its own line.',
    )
    .argument('[promptId]', 'id of the prompt; without it, logs of all prompts')
    .option('-n, --lines <count>', 'how many of those that are there come first', readNumber, 10)
    .option('--interval <seconds>', 'how often the API is asked at most', readNumber, 2);
  defineApiCommand<TailOptions>(command, {
    goal: 'follow the logs',
    examples: ['promptcrafter-client logs tail prompt104'],
    action: tailLogs,
  });
}

async function tailLogs(
  context: CommandContext<TailOptions>,
  promptId?: string,
): Promise<undefined> {
  const { client, options, signal } = context;
  const { lines, interval } = options;
  const seen = new SeenLogs();
  let size = 0;
  let isFirst = true;
  for (;;) {
    const fresh: Log[] = [];
    let count = 0;
    try {
      for await (const log of iterateLogs(client, promptId, signal)) {
        count += 1;
        if (!seen.note(log)) continue;
        fresh.push(log);
        if (isFirst && fresh.length > 2 * lines) fresh.splice(0, fresh.length - lines);
      }
      seen.endList();
    } catch (error) {
      // It is there for as long as it takes: what passes by itself is waited out.
      if (isFirst || (error as { retryable?: unknown }).retryable !== true) throw error;
    }
    fresh.sort((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt));
    for (const log of isFirst && lines === 0 ? [] : isFirst ? fresh.slice(-lines) : fresh) {
      await print(context, log);
    }
    isFirst = false;
    size = Math.max(size, count);
    await pause(toPause(interval, size), undefined, { signal }).catch(() => {});
    signal.throwIfAborted();
  }
}

/** The API lists all logs or none: of many it is asked less often. In milliseconds. */
export function toPause(interval: number, count: number): number {
  return Math.max(interval, 0.1, count / logsPerSecond) * 1_000;
}

async function print({ output, options }: CommandContext<TailOptions>, log: Log): Promise<void> {
  if (options.json) return output.write(`${toJsonText(log)}\n`);
  const { createdAt, promptId, modelUsed, score } = log;
  const parts = [createdAt, promptId, modelUsed, score ?? '-', log.output];
  const line = parts.map((part) => toPlainText(`${part}`, 2_000)).join('  ');
  return output.write(`${cutText(line, output.width)}\n`);
}

function readNumber(text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text)) refuseArguments('a number must be 0 or more');
  return Number(text);
}
