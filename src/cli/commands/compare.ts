import type { Command } from 'commander';
import { longestList } from '../../core/longest-list.ts';
import type { ScoreFilter } from '../../evals/index.ts';
import { toPlainText } from '../../evals/report/to-plain-text.ts';
import type { Log, Prompt } from '../../index.ts';
import { type CommandContext, defineApiCommand } from '../api-command.ts';
import { drawScores } from '../draw-scores.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { readMargin } from '../read-margin.ts';
import { writeReport } from '../write-report.ts';

interface CompareOptions {
  readonly margin?: number;
  readonly run?: string;
  readonly model?: string;
  readonly since?: string;
  readonly report?: string;
}

/** Adds what `compare` takes and does. */
export function defineCompare(command: Command): void {
  command
    .description(
      'Compares the scores of two prompts, case by case where their logs have cases. Exit code 0: b is better, or the same; 1: worse; 2: inconclusive.',
    )
    .argument('<a>', 'id of the prompt that is there')
    .argument('<b>', 'id of the prompt that may replace it')
    .option(
      '--margin <points>',
      'the largest difference that does not matter (default: 0.5)',
      readMargin,
    )
    .option('--run <name>', 'only logs of this run')
    .option('--model <name>', 'only logs of this model')
    .option('--since <time>', 'only logs since this time, as ISO 8601')
    .option('--report <file>', 'write a page with charts');
  defineApiCommand<CompareOptions>(command, {
    goal: 'compare the prompts',
    examples: [
      'promptcrafter-client compare prompt104 prompt105',
      'promptcrafter-client compare prompt104 prompt105 --report report.html',
    ],
    action: comparePrompts,
  });
}

async function comparePrompts(
  { client, options, output, signal }: CommandContext<CompareOptions>,
  ...ids: string[]
): Promise<ExitCode> {
  const { margin, json, run, model, since, report } = options;
  const { compareScores, readScores, toComparisonHTML } = await import('../../evals/index.ts');
  const filter: ScoreFilter = { run, model, since };
  const sides: { prompt: Prompt; logs: Log[] }[] = [];
  for (const id of ids) {
    const prompt = await client.getPromptById(id, { signal });
    sides.push({
      prompt,
      logs: await readScores(client, id, filter, { signal, timeout: longestList }),
    });
  }
  const [a = [], b = []] = sides.map(({ logs }) => logs);
  const comparison = await compareScores(a, b, { margin });
  const { verdict } = comparison;
  const code = {
    better: exitCodes.ok,
    same: exitCodes.ok,
    worse: exitCodes.no,
    inconclusive: exitCodes.inconclusive,
  }[verdict];
  // Also where nobody reads to the end.
  process.exitCode = code;
  if (report !== undefined) {
    const [nameA = '', nameB = ''] = sides.map(({ prompt }) => prompt.title);
    const page = { a: { name: nameA, scores: a }, b: { name: nameB, scores: b } };
    await writeReport(report, toComparisonHTML(comparison, page));
  }
  if (json) await output.writeJson(comparison);
  else {
    const scores = (logs: readonly Log[]) => logs.flatMap(({ score }) => score ?? []);
    const names = sides.map(
      ({ prompt }, at) =>
        `${'ab'[at]}: ${toPlainText(prompt.title, 60)} (${toPlainText(prompt._id, 40)})`,
    );
    const charts = sides.map(({ logs }, at) => `${names[at]}\n${drawScores(scores(logs))}`);
    await output.write(`${verdict}: ${comparison.text}\n\n${charts.join('\n')}`);
  }
  return code;
}
