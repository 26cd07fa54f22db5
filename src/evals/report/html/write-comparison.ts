import type { RunComparison } from '../../compare/compare-runs.ts';
import type { Comparison } from '../../compare/comparison.ts';
import type { RunRow } from '../../run/row.ts';
import { findWorstRow } from '../find-worst-row.ts';
import { formatPoints } from '../format-number.ts';
import { drawDistribution } from './draw-distribution.ts';
import { drawInterval } from './draw-interval.ts';
import { escapeHtml, isolateHtml } from './escape-html.ts';
import { shownCases, writeAnswer } from './write-answer.ts';

/** One side of a comparison: what it is called, and what it was scored for. */
export interface ComparedSide {
  readonly name: string;
  readonly rows: readonly RunRow[];
}

/** What was found out; of runs also for each scorer. */
type Compared = Comparison & Partial<Pick<RunComparison, 'scorers'>>;

/** The part of a page about how one side compares to another. */
export function writeComparison(comparison: Compared, a: ComparedSide, b: ComparedSide): string {
  const [nameA, nameB] = [a.name, b.name].map(isolateHtml);
  return [
    `<section class="card"><h2>${nameB} against ${nameA}</h2>`,
    `<div class="verdict ${comparison.verdict}">${comparison.verdict}</div>`,
    `<p>${escapeHtml(comparison.text)}</p>`,
    `<p class="soft"><i class="key" style="background:var(--a)"></i><span>a: ${nameA}</span>`,
    `<i class="key" style="background:var(--b)"></i><span>b: ${nameB}</span></p>`,
    '<div class="charts"><div><h3>Difference in points, b − a</h3>',
    drawInterval(comparison),
    '</div><div><h3>How often each score was given</h3>',
    drawDistribution([toScores(a), toScores(b)]),
    '</div></div>',
    writeScorers(comparison),
    writeWorst(comparison, a, b),
    '</section>',
  ].join('');
}

const toScores = ({ rows }: ComparedSide) => rows.flatMap(({ score }) => score ?? []);

function writeScorers({ scorers = {} }: Compared): string {
  const names = Object.entries(scorers);
  if (names.length < 2) return '';
  const rows = names.map(
    ([name, { verdict, difference, interval, pValue }]) =>
      `<tr><td>${escapeHtml(name)}</td><td class="${verdict}">${verdict}</td><td class="n">${formatPoints(difference)}</td><td class="n">${interval.map(formatPoints).join(' to ')}</td><td class="n">${Number(pValue.toPrecision(2))}</td></tr>`,
  );
  return `<h3>By scorer</h3><div class="scroll"><table><tr><th>Scorer</th><th>Verdict</th><th class="n">b − a</th><th class="n">Interval</th><th class="n">p (Holm)</th></tr>${rows.join('')}</table></div>`;
}

function writeWorst({ pairs }: Comparison, a: ComparedSide, b: ComparedSide): string {
  const worst = pairs.filter(({ difference }) => difference < 0).slice(0, shownCases);
  if (worst.length === 0) return '';
  const cases = worst.map((pair) => {
    const sides = [
      { side: 'a', score: pair.a, row: findWorstRow(a.rows, pair.case) },
      { side: 'b', score: pair.b, row: findWorstRow(b.rows, pair.case) },
    ].map(({ side, score, row }) => writeSide(side, score, row));
    return `<div class="case"><strong>${isolateHtml(pair.case)}</strong> <span class="worse">${formatPoints(pair.difference)}</span><div class="sides">${sides.join('')}</div></div>`;
  });
  return `<h3>Where b lost most</h3>${cases.join('')}`;
}

function writeSide(side: string, score: number, row: RunRow | undefined): string {
  return `<div><i class="key" style="background:var(--${side})"></i><span>${side} scored ${formatPoints(score)}</span>${row ? writeAnswer(row) : ''}</div>`;
}
