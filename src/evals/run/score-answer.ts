import type { Stop } from './create-stop.ts';
import type { EvalCase } from './evaluate-options.ts';
import type { PlannedRow } from './plan-rows.ts';
import { readScorerOutput } from './read-scorer-output.ts';
import type { RowError } from './row.ts';
import type { Scorer } from './scorer.ts';
import { toRowError } from './to-row-error.ts';
import { withDeadline } from './with-deadline.ts';

/** What the scorers of a run made of an answer. */
export interface ScoredAnswer {
  readonly scores: Readonly<Record<string, number>>;
  readonly reasons?: Readonly<Record<string, string>>;
  /** Absent where a scorer failed, or there is none. */
  readonly score?: number;
  /** Who gave it; absent if it is a mean of several. */
  readonly scorer?: string;
  /** Of the first scorer that failed. */
  readonly error?: RowError;
}

/** Who scores, and which score counts. */
export interface Scoring<Case extends EvalCase> {
  readonly scorers: readonly (readonly [name: string, scorer: Scorer<Case>])[];
  /** Name of a scorer, or `'mean'`. */
  readonly score: string;
  readonly timeout: number;
}

/** Has an answer scored by all scorers at once. One that fails does not keep the others from it. */
export async function scoreAnswer<Case extends EvalCase>(
  output: string,
  { text, case: one, prompt, trial }: PlannedRow<Case>,
  { scorers, score, timeout }: Scoring<Case>,
  stop: Stop,
): Promise<ScoredAnswer> {
  const given = await Promise.allSettled(
    scorers.map(([, scorer]) =>
      withDeadline(
        async (signal) => {
          const { expected } = one;
          const fields = { output, expected, input: text, case: one, prompt, trial, signal };
          return readScorerOutput(await scorer(fields));
        },
        timeout,
        stop,
      ),
    ),
  );
  const scores: [string, number][] = [];
  const reasons: [string, string][] = [];
  let error: RowError | undefined;
  for (const [index, result] of given.entries()) {
    const name = scorers[index]?.[0] ?? '';
    if (result.status === 'rejected') error ??= toRowError(result.reason, 'scorer', name);
    else {
      scores.push([name, result.value.score]);
      if (result.value.reason !== undefined) reasons.push([name, result.value.reason]);
    }
  }
  return {
    scores: Object.fromEntries(scores),
    ...(reasons.length > 0 && { reasons: Object.fromEntries(reasons) }),
    ...(error ? { error } : choose(scores, score)),
  };
}

function choose(
  scores: readonly (readonly [string, number])[],
  wanted: string,
): Pick<ScoredAnswer, 'score' | 'scorer'> {
  const [only] = scores.length === 1 ? scores : scores.filter(([name]) => name === wanted);
  if (only) return { score: only[1], scorer: only[0] };
  if (scores.length === 0) return {};
  const sum = scores.reduce((total, [, score]) => total + score, 0);
  return { score: Number((sum / scores.length).toPrecision(15)) };
}
