import type { Run } from '../run/run.ts';
import { toMean } from '../statistics/to-mean.ts';
import { toStudentInterval } from '../statistics/to-student-interval.ts';
import { comparePrompts, nameOf, type ReportedComparison } from './compare-prompts.ts';
import { describeFailures } from './describe-failures.ts';
import { describeUnlogged } from './describe-unlogged.ts';
import { formatCount, formatPoints } from './format-number.ts';
import type { ReportOptions } from './report-options.ts';
import { toCaseMeans } from './to-case-means.ts';
import { toPlainText } from './to-plain-text.ts';

/** How many of the worst cases and of the failures are listed. */
const listed = 5;

/** A report for a terminal. No stored text gets there with characters that would control it. */
export function toText(run: Run, options: ReportOptions = {}): string {
  const parts = [
    toHeading(run),
    toTable(run, options.confidence ?? 0.95),
    ...comparePrompts(run, options).map((compared) => toComparison(compared, run)),
    describeFailures(run.results, listed).join('\n'),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function toHeading(run: Run): string {
  const { name, results, counts, stopped } = run;
  const { done, failed, skipped, resumed, unlogged } = counts;
  const facts = [
    `${done} done${resumed > 0 ? ` (${resumed} of them before)` : ''}`,
    `${failed} failed`,
    `${skipped} skipped`,
  ];
  const lines = [
    `Run ${toPlainText(name)}: ${formatCount(results.length, 'row')}, ${facts.join(', ')}`,
  ];
  if (stopped) lines.push(`The budget is spent: ${formatCount(skipped, 'row')} not asked.`);
  if (unlogged > 0) lines.push(`${toPlainText(describeUnlogged(run))}.`);
  return lines.join('\n');
}

function toTable(run: Run, confidence: number): string {
  const rows = run.prompts.map(({ id }) => {
    const part = run.of(id);
    const means = toCaseMeans(part);
    const interval = toStudentInterval(means, 1 - confidence);
    return [
      toPlainText(nameOf(part, run), 40),
      String(means.length),
      means.length > 0 ? toMean(means).toFixed(2) : '–',
      interval ? interval.map((end) => end.toFixed(2)).join(' to ') : '–',
      String(part.counts.failed),
    ];
  });
  const interval = `${Number((confidence * 100).toPrecision(4))} % interval`;
  return alignColumns([['Prompt', 'Cases', 'Mean', interval, 'Failed'], ...rows]);
}

/** The first column to the left, the numbers to the right. */
function alignColumns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const toLine = (row: readonly string[]) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column === 0 ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ')
      .trimEnd();
  return rows.map(toLine).join('\n');
}

function toComparison({ a, b, comparison }: ReportedComparison, run: Run): string {
  const names = `${toPlainText(nameOf(b, run), 60)} (b) against ${toPlainText(nameOf(a, run), 60)} (a)`;
  const lines = [`${names}:`, `  ${comparison.text}`];
  const scorers = Object.entries(comparison.scorers);
  if (scorers.length > 1) {
    for (const [name, { text }] of scorers) lines.push(`  ${toPlainText(name, 40)}: ${text}`);
  }
  const worst = comparison.pairs.filter(({ difference }) => difference < 0).slice(0, listed);
  if (worst.length > 0) {
    const cases = worst.map(
      ({ case: id, difference }) => `${toPlainText(id, 60)} ${formatPoints(difference)}`,
    );
    lines.push(`  Lost most in: ${cases.join(', ')}`);
  }
  return lines.join('\n');
}
