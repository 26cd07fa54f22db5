import type { ScoreSummary } from '../../../evals/index.ts';
import { drawHistogram } from '../charts/histogram.ts';
import { formatRange } from '../charts/model-table.ts';
import { createElement } from '../create-element.ts';
import { formatAverage, formatCount, formatDifference, formatNumber } from '../format.ts';
import type { ComparedCase, CompareResult } from './compare-messages.ts';
import { drawInterval } from './interval-figure.ts';

/** What a comparison found: the verdict, how sure it is, both sides, and their cases. */
export function createComparisonReport(
  result: CompareResult,
  nameA: string,
  nameB: string,
): HTMLElement {
  const { comparison, summaries } = result;
  const { verdict, difference, interval, text, confidence, margin } = comparison;
  const [low, high] = interval.map(formatDifference);
  const range = `${Number((confidence * 100).toPrecision(4))} % interval ${low} to ${high}`;
  return createElement(
    'div',
    {},
    createElement(
      'section',
      { class: `card verdict verdict-${verdict}`, 'aria-labelledby': 'verdict' },
      createElement(
        'h2',
        { id: 'verdict' },
        createElement('span', { class: 'subtle' }, 'B is '),
        verdict,
      ),
      createElement(
        'p',
        { class: 'interval' },
        Number.isNaN(difference) ? range : `${formatDifference(difference)} points, ${range}`,
      ),
      drawInterval(interval, difference, margin, toFigureWidth()),
      createElement('p', { class: 'subtle' }, text),
      createFacts(result),
    ),
    createElement(
      'div',
      { class: 'pair' },
      createSide('A', nameA, summaries[0], 'series-2'),
      createSide('B', nameB, summaries[1], 'series-1'),
    ),
    result.cases.length > 0 && createCases(result),
  );
}

/** The room that a card has, so that the numbers in it are as large as other text. */
const toFigureWidth = () => Math.min(640, document.documentElement.clientWidth - 66);

function createFacts({ comparison, pairs, unpaired }: CompareResult): HTMLElement {
  const { pValue, test, effect, n, needed, ignored } = comparison;
  const isPaired = pairs > 0;
  const facts = [
    ['p-value', Number.isNaN(pValue) ? '–' : pValue < 0.001 ? '< 0.001' : pValue.toFixed(3)],
    ['Test', test],
    [isPaired ? 'Cases' : 'Logs of the smaller side', formatNumber(n)],
    ['B above A', Number.isNaN(effect) ? '–' : `${Math.round(effect * 100)} % of the time`],
    ...(needed > 0
      ? [
          [
            `More ${isPaired ? 'cases' : 'logs a side'} needed`,
            Number.isFinite(needed) ? `about ${formatNumber(needed)}` : 'no number would do',
          ],
        ]
      : []),
    ...(unpaired > 0 ? [['Cases of one side only', formatNumber(unpaired)]] : []),
    ...(ignored.unscored > 0 ? [['Left out without a score', formatNumber(ignored.unscored)]] : []),
    ...(ignored.duplicates > 0
      ? [['Averaged, of the same case', formatNumber(ignored.duplicates)]]
      : []),
  ];
  return createElement(
    'dl',
    { class: 'facts-list' },
    ...facts.map(([term, value]) =>
      createElement('div', {}, createElement('dt', {}, term), createElement('dd', {}, value)),
    ),
  );
}

function createSide(
  letter: string,
  name: string,
  summary: ScoreSummary,
  color: string,
): HTMLElement {
  const { n, scored, mean } = summary;
  const heading = createElement(
    'h3',
    { id: `side-${letter}` },
    `${letter}: `,
    createElement('bdi', {}, name),
  );
  return createElement(
    'section',
    { class: 'card', 'aria-labelledby': heading.id },
    heading,
    createElement('p', { class: 'mean' }, mean === undefined ? '–' : formatAverage(mean)),
    createElement(
      'p',
      { class: 'subtle' },
      `On average, 95 % interval ${formatRange(summary)}. ${formatCount(n, 'log')}, ${formatNumber(scored)} with a score.`,
    ),
    drawHistogram(summary.counts, color),
  );
}

function createCases({ cases, pairs }: CompareResult): HTMLElement {
  const isCut = pairs > cases.length;
  return createElement(
    'section',
    { class: 'cases', 'aria-labelledby': 'cases-title' },
    createElement('h2', { id: 'cases-title' }, 'Case by case'),
    createElement(
      'p',
      { class: 'subtle' },
      isCut
        ? `The ${cases.length} of ${formatCount(pairs, 'case')} in which the sides differ most.`
        : `${formatCount(pairs, 'case')}, the one in which B lost most first.`,
    ),
    ...cases.map(createCase),
  );
}

function createCase({ case: id, a, b, difference, outputs }: ComparedCase): HTMLElement {
  const column = (letter: string, score: number, output: string) =>
    createElement(
      'div',
      {},
      createElement('p', { class: 'case-side' }, `${letter}, ${formatAverage(score)}`),
      createElement('p', { class: 'output', dir: 'auto' }, output),
    );
  return createElement(
    'details',
    { class: 'case' },
    createElement(
      'summary',
      {},
      createElement('bdi', {}, id),
      createElement('span', { class: 'subtle' }, `${formatAverage(a)} → ${formatAverage(b)}`),
      createElement('span', { class: 'difference' }, formatDifference(difference)),
    ),
    createElement('div', { class: 'pair' }, column('A', a, outputs[0]), column('B', b, outputs[1])),
  );
}
