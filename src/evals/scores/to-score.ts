import type { Log } from '../../core/schemas/log.ts';
import { readMeta } from './read-meta.ts';

/** What of a log says how it scored. */
export type ScoredLog = Pick<Log, 'score'> & { readonly meta?: unknown };

/**
 * The score of a log, before it was rounded if the log says what it was then. A `raw` that does not
 * round to the score belongs to another score, and does not count.
 */
export function toScore(log: ScoredLog): number | undefined {
  const { score } = log;
  if (typeof score !== 'number') return undefined;
  const { raw } = readMeta(log);
  return typeof raw === 'number' && Math.round(raw) === score ? raw : score;
}

/** Whether a score is one that the scale has. */
export const isOnScale = (score: number) => score >= 0 && score <= 10;
