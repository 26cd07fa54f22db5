import { averageExactly } from '../compare/observations.ts';
import type { Run } from '../run/run.ts';

/** The mean of each case's trials, so that a case counts once however often it was asked. */
export function toCaseMeans(run: Run): number[] {
  const cases = new Map<string, number[]>();
  for (const { case: id, score } of run.results) {
    if (score === undefined) continue;
    const scores = cases.get(id) ?? [];
    cases.set(id, scores);
    scores.push(score);
  }
  return Array.from(cases.values(), averageExactly);
}
