import type { RunRow } from '../run/row.ts';

/** Of several trials of a case the one that scored least: it is the one to look at. */
export function findWorstRow(rows: readonly RunRow[], id: string): RunRow | undefined {
  let worst: RunRow | undefined;
  for (const row of rows) {
    if (row.case !== id || row.score === undefined) continue;
    if (worst?.score === undefined || row.score < worst.score) worst = row;
  }
  return worst;
}
