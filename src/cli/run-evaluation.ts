import {
  compareRuns,
  type EvaluateOptions,
  evaluate,
  type FindRunOptions,
  findRun,
  type GateResult,
  gate,
  type Run,
  type RunComparison,
} from '../evals/index.ts';
import { toPlainText } from '../evals/report/to-plain-text.ts';
import type { PromptCrafterClient } from '../index.ts';
import type { CommandContext } from './api-command.ts';
import { divertOutput } from './divert-output.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { loadEvaluation } from './load-evaluation.ts';
import { writeReport } from './write-report.ts';

/** What `eval` can be told. */
export interface EvalOptions {
  readonly baseline?: string;
  readonly margin: number;
  readonly accept?: string;
  readonly report?: string;
}

/** What a gate said of one prompt. */
interface Gate {
  readonly promptId: string;
  /** The prompt, or the run, that it was compared to. */
  readonly against: string;
  readonly result: GateResult;
  readonly comparison: RunComparison;
}

/** Runs the evaluation of a module, and gates on it. */
export async function runEvaluation(
  context: CommandContext<EvalOptions>,
  file: string,
): Promise<ExitCode> {
  const { client, options, output, signal } = context;
  const { margin, baseline: label, accept, report, json } = options;
  divertOutput();
  const loaded = await loadEvaluation(file, client);
  const given: EvaluateOptions = { client, ...loaded, signal };
  const { name } = given;
  const baselines =
    label === undefined ? [] : await findBaselines(client, given, { label, except: name, signal });
  const run = await evaluate(given);
  const gates = judge(run, label === undefined ? undefined : baselines, margin);
  const [baseline] = baselines;
  const settings = { margin, ...(baseline && { baseline }) };
  const code = toExitCode(gates);
  process.exitCode = code;
  if (report !== undefined) await writeReport(report, run.toHTML(settings));
  if (accept !== undefined) {
    const isPassed = code === exitCodes.ok;
    // Where there is nothing to compare, only the first run gets the label. A list is long: it is asked last.
    const mayBeFirst = gates.length === 0 && isComplete(run);
    const hasOthers = async () =>
      (await findBaselines(client, given, { label: accept, signal })).length > 0;
    if (isPassed || (mayBeFirst && !(await hasOthers()))) {
      await run.label(accept, { signal });
      process.stderr.write(`The run has the label ${toPlainText(accept)} now.\n`);
    }
  }
  if (json) await output.writeJson({ result: resultOf[code], gates, run });
  else await output.write(`${run.toText(settings)}\n${toVerdict(gates, label)}`);
  return code;
}

/** The accepted run of each prompt; of a new prompt there is none. */
async function findBaselines(
  client: PromptCrafterClient,
  { prompts }: EvaluateOptions,
  wanted: FindRunOptions,
): Promise<Run[]> {
  const runs: Run[] = [];
  for (const prompt of prompts) {
    const run = await findRun(client, prompt, wanted);
    if (run) runs.push(run);
  }
  return runs;
}

/** Without baselines the first prompt is what the others are compared to. */
function judge(run: Run, baselines: readonly Run[] | undefined, margin: number): Gate[] {
  const [first, ...others] = run.prompts;
  if (!first) return [];
  const pairs = baselines
    ? run.prompts.flatMap(({ id }) => {
        const own = baselines.find(({ prompts }) => prompts.some((prompt) => prompt.id === id));
        const base = own ?? baselines[0];
        return base ? [{ id, base, against: base.name }] : [];
      })
    : others.map(({ id }) => ({ id, base: run.of(first.id), against: first.id }));
  return pairs.map(({ id, base, against }) => {
    const comparison = compareRuns(base, run.of(id), { margin });
    return { promptId: id, against, result: gate(comparison, { margin }), comparison };
  });
}

function toExitCode(gates: readonly Gate[]): 0 | 1 | 2 {
  if (gates.some(({ result }) => result === 'fail')) return exitCodes.no;
  const isPassed = gates.length > 0 && gates.every(({ result }) => result === 'pass');
  return isPassed ? exitCodes.ok : exitCodes.inconclusive;
}

const resultOf = ['pass', 'fail', 'inconclusive'] as const;

const isComplete = ({ counts }: Run) => counts.failed + counts.skipped === 0 && counts.done > 0;

function toVerdict(gates: readonly Gate[], label: string | undefined): string {
  if (gates.length > 0) {
    const lines = gates.map(
      ({ promptId, against, result, comparison }) =>
        `${result}: ${toPlainText(promptId, 60)} against ${toPlainText(against, 60)}. ${comparison.text}`,
    );
    return `${lines.join('\n')}\n`;
  }
  const reason =
    label === undefined
      ? 'there is one prompt'
      : `no other run has the label ${toPlainText(label)} yet`;
  return `inconclusive: ${reason}, so that there is nothing to compare.\n`;
}
