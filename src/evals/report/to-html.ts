import type { Run } from '../run/run.ts';
import { toMean } from '../statistics/to-mean.ts';
import { toStudentInterval } from '../statistics/to-student-interval.ts';
import { comparePrompts, nameOf } from './compare-prompts.ts';
import { describeUnlogged } from './describe-unlogged.ts';
import { findWorstRow } from './find-worst-row.ts';
import { formatCount, formatPoints } from './format-number.ts';
import { drawDistribution } from './html/draw-distribution.ts';
import { escapeHtml, isolateHtml } from './html/escape-html.ts';
import { shownCases, writeAnswer } from './html/write-answer.ts';
import { writeComparison } from './html/write-comparison.ts';
import { writePage } from './html/write-page.ts';
import type { ReportOptions } from './report-options.ts';
import { toCaseMeans } from './to-case-means.ts';

/** How many failed rows are listed. */
const shownFailures = 50;

/** A report as one page. */
export function toHtml(run: Run, options: ReportOptions = {}): string {
  const comparisons = comparePrompts(run, options);
  return writePage(run.name, [
    writeHeading(run),
    ...comparisons.map(({ a, b, comparison }) =>
      writeComparison(comparison, toSide(a, run), toSide(b, run)),
    ),
    writePrompts(run, options.confidence ?? 0.95, comparisons.length === 0),
    writeFailures(run),
  ]);
}

const toSide = (part: Run, run: Run) => ({ name: nameOf(part, run), rows: part.results });

function writeHeading(run: Run): string {
  const { name, results, counts, stopped } = run;
  const { done, failed, skipped, resumed, unlogged } = counts;
  const facts = [
    formatCount(results.length, 'row'),
    `${done} done${resumed > 0 ? `, ${resumed} of them before` : ''}`,
    `${failed} failed`,
    `${skipped} skipped`,
    ...(stopped ? ['the budget is spent'] : []),
    ...(unlogged > 0 ? [escapeHtml(describeUnlogged(run))] : []),
  ];
  return `<h1>${escapeHtml(name)}</h1><p class="soft">${facts.join(' · ')}</p>`;
}

function writePrompts(run: Run, confidence: number, isAlone: boolean): string {
  const rows = run.prompts.map(({ id, version }) => {
    const part = run.of(id);
    const means = toCaseMeans(part);
    const interval = toStudentInterval(means, 1 - confidence);
    const cells = [
      means.length,
      means.length > 0 ? formatPoints(toMean(means)) : '–',
      interval ? interval.map(formatPoints).join(' to ') : '–',
      part.counts.failed,
    ];
    return `<tr><td>${isolateHtml(nameOf(part, run))} <span class="soft">${escapeHtml(version)}</span></td>${cells.map((cell) => `<td class="n">${cell}</td>`).join('')}</tr>`;
  });
  const head = ['Cases', 'Mean', 'Interval', 'Failed'].map(
    (title) => `<th class="n">${title}</th>`,
  );
  const scores = run.results.flatMap(({ score }) => score ?? []);
  const chart = isAlone
    ? `<h3>How often each score was given</h3>${drawDistribution([scores])}${writeLowest(run)}`
    : '';
  return `<section class="card"><h2>Prompts</h2><div class="scroll"><table><tr><th>Prompt</th>${head.join('')}</tr>${rows.join('')}</table></div>${chart}</section>`;
}

/** The cases that scored least; where no other run says which of them could be better. */
function writeLowest({ results }: Run): string {
  const ids = [...new Set(results.map(({ case: id }) => id))];
  const lowest = ids
    .flatMap((id) => findWorstRow(results, id) ?? [])
    .sort((x, y) => (x.score ?? 0) - (y.score ?? 0))
    .slice(0, shownCases);
  const cases = lowest.map((row) => {
    const score = formatPoints(row.score ?? 0);
    return `<div class="case"><strong>${isolateHtml(row.case)}</strong> <span>scored ${score}</span>${writeAnswer(row)}</div>`;
  });
  return cases.length > 0 ? `<h3>Where it scored least</h3>${cases.join('')}` : '';
}

function writeFailures({ results }: Run): string {
  const failed = results.filter(({ error }) => error !== undefined);
  if (failed.length === 0) return '';
  const rows = failed.slice(0, shownFailures).map(({ case: id, promptId, trial, error }) => {
    const where = error?.scorer === undefined ? error?.step : `scorer ${error.scorer}`;
    const cells = [id, promptId, String(trial), `${where}: ${error?.message}`.slice(0, 2_000)];
    return `<tr>${cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`;
  });
  const rest =
    failed.length > shownFailures
      ? `<p class="soft">and ${failed.length - shownFailures} more</p>`
      : '';
  return `<section class="card"><h2>Failed rows</h2><div class="scroll"><table><tr><th>Case</th><th>Prompt</th><th>Trial</th><th>Why</th></tr>${rows.join('')}</table></div>${rest}</section>`;
}
