import type { RunCounts, RunRow } from './row.ts';

/** What a row keeps for counting, beside what its report shows. */
export interface RowFate {
  readonly row: RunRow;
  readonly isResumed: boolean;
  /** Whether there is an answer that is not stored. */
  readonly isUnlogged: boolean;
}

export function countRows(fates: readonly RowFate[], pending = 0): RunCounts {
  const counts = { done: 0, failed: 0, skipped: 0, resumed: 0, unlogged: pending };
  for (const { row, isResumed, isUnlogged } of fates) {
    if (row.error) counts.failed += 1;
    else if (row.output === undefined) counts.skipped += 1;
    else {
      counts.done += 1;
      if (isResumed) counts.resumed += 1;
    }
    if (isUnlogged) counts.unlogged += 1;
  }
  return counts;
}
