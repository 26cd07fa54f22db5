import { toConcordance } from '../statistics/to-concordance.ts';
import { toMean } from '../statistics/to-mean.ts';
import { toMedian } from '../statistics/to-median.ts';
import { toStudentInterval } from '../statistics/to-student-interval.ts';
import type { ScorerAgreement, ScoreSummary } from './summary.ts';
import { isOnScale } from './to-score.ts';

/** What of a log is summarized. */
export interface SummarizedScore {
  readonly score: number | undefined;
  /** What the two scorers gave whose agreement is wanted. */
  readonly compared?: readonly [number, number] | undefined;
}

/** Summarizes the logs of one group. */
export function toSummary(
  key: string,
  logs: readonly SummarizedScore[],
  alpha: number,
  wantsAgreement: boolean,
): ScoreSummary {
  const given = logs.flatMap(({ score }) => score ?? []);
  const scores = given.filter(isOnScale);
  const counts = new Array<number>(11).fill(0);
  for (const score of scores) counts[Math.round(score)] = (counts[Math.round(score)] ?? 0) + 1;
  const interval = toStudentInterval(scores, alpha);
  return {
    key,
    n: logs.length,
    scored: scores.length,
    ...(given.length > scores.length && { outOfRange: given.length - scores.length }),
    ...(scores.length > 0 && { mean: toMean(scores) }),
    ...(interval && { interval }),
    ...(scores.length > 0 && { median: toMedian(scores) }),
    counts,
    ...(wantsAgreement && { agreement: toAgreement(logs) }),
  };
}

function toAgreement(logs: readonly SummarizedScore[]): ScorerAgreement {
  const both = logs.flatMap(({ compared }) => (compared ? [compared] : []));
  const first = both.map(([score]) => score);
  const second = both.map(([, score]) => score);
  const concordance = toConcordance(first, second);
  if (both.length === 0) return { n: 0 };
  const near = both.filter(([one, other]) => Math.abs(one - other) <= 1);
  return {
    n: both.length,
    ...(concordance !== undefined && { concordance }),
    difference: toMean(second) - toMean(first),
    withinOne: near.length / both.length,
  };
}
