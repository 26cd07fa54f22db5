import type { ScoreSummary } from '../../../evals/index.ts';
import { createElement } from '../create-element.ts';
import { formatAverage, formatNumber } from '../format.ts';
import { createModelName, getModelMark } from '../model-marks.ts';
import { drawHistogram } from './histogram.ts';
import { createTable } from './table.ts';

/** The models, the best on average first. */
export function createModelTable(models: readonly ScoreSummary[]): HTMLElement {
  return createTable(
    'Scores by model',
    ['Model', 'Scores 0–10', 'Average', 'Scored'],
    models.map((summary) => [
      createModelName(summary.key),
      drawHistogram(summary.counts, getModelMark(summary.key).color),
      createAverage(summary),
      formatNumber(summary.scored),
    ]),
  );
}

function createAverage(summary: ScoreSummary): HTMLElement {
  return createElement(
    'div',
    {},
    summary.mean === undefined ? '–' : formatAverage(summary.mean),
    createElement('div', { class: 'subtle' }, formatRange(summary)),
  );
}

/** `7.1–8.4`: the 95 % interval of the average. */
export function formatRange({ interval }: ScoreSummary): string {
  return interval ? interval.map(formatAverage).join('–') : '–';
}
