import { readMeta } from './read-meta.ts';
import { type ScoredLog, toScore } from './to-score.ts';

/** What each scorer that has a name gave a log: those of its run, and those that scored it later. */
export function toScoresByScorer(log: ScoredLog): Record<string, number> {
  const { scores, scorer } = readMeta(log);
  const byScorer: Record<string, number> = {};
  if (typeof scores === 'object' && scores !== null) {
    for (const [name, score] of Object.entries(scores)) {
      if (typeof score === 'number' && Number.isFinite(score)) define(byScorer, name, score);
    }
  }
  const score = toScore(log);
  if (typeof scorer === 'string' && score !== undefined) define(byScorer, scorer, score);
  return byScorer;
}

/** Not an assignment: a scorer may be called `__proto__`, and names come from stored texts. */
function define(scores: Record<string, number>, name: string, value: number): void {
  Object.defineProperty(scores, name, {
    value,
    configurable: true,
    enumerable: true,
    writable: true,
  });
}
