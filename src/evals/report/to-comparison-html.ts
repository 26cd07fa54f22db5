import type { Log } from '../../core/schemas/log.ts';
import type { Comparison } from '../compare/comparison.ts';
import type { RunRow } from '../run/row.ts';
import { toRowFromLog } from '../run/to-row-from-log.ts';
import { countOnce } from '../scores/count-once.ts';
import { formatCount, formatPoints, formatShare } from './format-number.ts';
import { writeComparison } from './html/write-comparison.ts';
import { writePage } from './html/write-page.ts';

/** One side of a comparison, for a page about it. */
export interface ReportSide {
  /** What the page calls it, such as the title of a prompt. */
  readonly name: string;
  /** What was compared: logs, or bare scores. */
  readonly scores: Iterable<Log | number>;
}

/**
 * One page about a comparison of scores: its verdict, its interval, how often each score was given, and
 * the answers of the cases in which b lost most. It needs nothing else: no scripts, no requests.
 *
 * @example
 * ```ts
 * import { compareScores, readScores, toComparisonHTML } from 'promptcrafter-client/evals';
 *
 * const a = await readScores(client, 'prompt104');
 * const b = await readScores(client, 'prompt105');
 * const page = toComparisonHTML(await compareScores(a, b), {
 *   a: { name: 'History tutor', scores: a },
 *   b: { name: 'Short tutor', scores: b },
 * });
 * console.log(page.length);
 * ```
 */
export function toComparisonHTML(
  comparison: Comparison,
  sides: { readonly a: ReportSide; readonly b: ReportSide },
): string {
  const a = { name: sides.a.name, rows: toRows(sides.a.scores) };
  const b = { name: sides.b.name, rows: toRows(sides.b.scores) };
  const { margin, confidence } = comparison;
  const facts = [
    `${formatCount(a.rows.length, 'log')} of a`,
    `${formatCount(b.rows.length, 'log')} of b`,
    `margin ${formatPoints(margin)}`,
    `confidence ${formatShare(confidence)}`,
  ];
  return writePage(`${b.name} against ${a.name}`, [
    `<h1>Comparison</h1><p class="soft">${facts.join(' · ')}</p>`,
    writeComparison(comparison, a, b),
  ]);
}

/** Of a log and its scored copies one. */
function toRows(scores: Iterable<Log | number>): RunRow[] {
  const rows: RunRow[] = [];
  const logs = countOnce(toRowFromLog);
  for (const item of scores) {
    if (typeof item === 'number') rows.push(toBareRow(item));
    else logs.add(item);
  }
  return [...rows, ...logs.values()];
}

const toBareRow = (score: number): RunRow => ({
  case: '',
  promptId: '',
  trial: 1,
  scores: {},
  score,
});
