import type { Command } from 'commander';
import type { LogMeta } from '../../../index.ts';
import { defineApiCommand } from '../../api-command.ts';
import { refuseArguments } from '../../cli-error.ts';
import { printLog } from '../../print-log.ts';
import { readText } from '../../read-stdin.ts';

interface AddOptions {
  readonly output: string;
  readonly model: string;
  readonly score?: number;
  readonly notes?: string;
  readonly meta?: LogMeta;
}

/** Adds what `logs add` takes and does. */
export function defineAddLog(command: Command): void {
  command
    .description('Logs what a model answered to a prompt.')
    .argument('<promptId>', 'id of the prompt')
    .requiredOption('--output <text>', 'what the model answered; - takes it from standard input')
    .requiredOption('--model <name>', 'model that answered')
    .option('--score <score>', 'rating, an integer from 0 to 10', readScore)
    .option('--notes <text>', 'notes for a later review')
    .option('--meta <json>', 'what the API has no field for, a JSON object', readMeta);
  defineApiCommand<AddOptions>(command, {
    goal: 'add the log',
    examples: [
      "promptcrafter-client logs add prompt104 --output 'It began in Britain.' --model gpt-4o --score 8",
    ],
    async action({ client, options, output, signal }, promptId = '') {
      const { model: modelUsed, score, notes, meta } = options;
      const text = await readText(options.output, 'the output');
      const input = { promptId, output: text, modelUsed, score, notes, meta };
      await printLog(output, await client.createLog(input, { signal }), options.json);
      return undefined;
    },
  });
}

function readScore(text: string): number {
  if (!/^(10|\d)$/.test(text)) refuseArguments('a score is an integer from 0 to 10');
  return Number(text);
}

function readMeta(text: string): LogMeta {
  try {
    const meta: unknown = JSON.parse(text);
    if (typeof meta === 'object' && meta !== null && !Array.isArray(meta)) return meta as LogMeta;
  } catch {
    // The text itself is not repeated.
  }
  return refuseArguments('meta is a JSON object');
}
