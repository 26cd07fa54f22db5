import { toCsvCell } from '../../core/csv-cell.ts';
import type { RunRow } from '../run/row.ts';
import type { Run } from '../run/run.ts';

type Cell = string | number | undefined;

/** A line for each row, by RFC 4180, with a header. */
export function toCsv({ results }: Run): string {
  const scorers = [...new Set(results.flatMap(({ scores }) => Object.keys(scores)))].sort();
  const header = ['case', 'promptId', 'trial', 'output', 'modelUsed', 'ms', 'score'];
  const lines = [
    [...header, ...scorers.map((name) => `scores.${name}`), 'error', 'log'],
    ...results.map((row) => toCells(row, scorers)),
  ];
  return lines.map((cells) => `${cells.map(toCell).join(',')}\r\n`).join('');
}

function toCells(row: RunRow, scorers: readonly string[]): Cell[] {
  const { case: id, promptId, trial, output, modelUsed, ms, score, scores, error, log } = row;
  const given = scorers.map((name) => (Object.hasOwn(scores, name) ? scores[name] : undefined));
  return [id, promptId, trial, output, modelUsed, ms, score, ...given, error?.message, log?._id];
}

function toCell(value: Cell): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  return toCsvCell(value);
}
