import { readMeta } from '../../../evals/scores/read-meta.ts';
import { toCreatedAt } from '../../../evals/scores/to-created-at.ts';
import { isOnScale, toScore } from '../../../evals/scores/to-score.ts';
import type { Log } from '../../../index.ts';

/** A log, and what is asked of it again and again. */
export interface LogEntry {
  readonly log: Log;
  /** The id of the log, or of the first one where this is a scored copy. */
  readonly root: string;
  readonly createdAt: string;
  /** `NaN` where the server wrote something that is no date. */
  readonly time: number;
  /** Absent where there is none from 0 to 10. */
  readonly score: number | undefined;
  readonly run: string | undefined;
  readonly case: string | undefined;
}

export function toLogEntry(log: Log): LogEntry {
  const { of, run, case: id } = readMeta(log);
  const createdAt = toCreatedAt(log);
  const score = toScore(log);
  return {
    log,
    root: typeof of === 'string' ? of : log._id,
    createdAt,
    time: Date.parse(createdAt),
    score: score !== undefined && isOnScale(score) ? score : undefined,
    run: typeof run === 'string' ? run : undefined,
    case: typeof id === 'string' ? id : undefined,
  };
}

/** The newest first; those without a date come last. */
export function sortNewestFirst(entries: readonly LogEntry[]): LogEntry[] {
  return entries.toSorted((a, b) => (b.time || 0) - (a.time || 0));
}
