import type { Log } from 'promptcrafter-client';
import { createElement } from './create-element.ts';
import { formatAverage, formatDay, formatScore } from './format.ts';
import { createModelName } from './model-marks.ts';
import { groupByModel, groupByPeriod, type ModelScores, type Period } from './scores.ts';

export interface ScoreFigures {
  readonly element: HTMLElement;
  show(logs: readonly Log[]): void;
}

/** The scores as charts, and as tables that say the same to whoever cannot see them. */
export function createScoreFigures(signal: AbortSignal): ScoreFigures {
  const overTime = createFigure('Scores over time', 'over-time');
  const byModel = createFigure('Scores by model', 'by-model');
  // It may be wider than a phone, and then a keyboard can move it.
  const overTimeTable = createElement('div', {
    class: 'table',
    role: 'region',
    'aria-label': 'Scores over time as a table',
    tabindex: 0,
  });
  const byModelTable = createElement('div', { class: 'table' });
  const legend = createElement('ul', { class: 'legend', 'aria-label': 'Models' });
  const text = createElement('p', { class: 'subtle' });
  overTime.element.append(
    legend,
    text,
    overTime.frame,
    createElement('details', {}, createElement('summary', {}, 'Show as a table'), overTimeTable),
  );
  const key = 'The larger a circle, the more logs have this score. The bar is the average.';
  byModel.element.append(createElement('p', { class: 'subtle' }, key), byModel.frame, byModelTable);
  const figures = createElement('div', { class: 'figures' }, overTime.element, byModel.element);
  const none = createElement(
    'p',
    { class: 'subtle', hidden: true },
    'None of these logs has a score, so that there is nothing to draw.',
  );

  // The charts are the larger part of the page, and nobody waits for them at the login.
  const loaded = import('./charts/score-charts.ts').then(({ createScoreCharts }) =>
    createScoreCharts(overTime.canvas, byModel.canvas, signal),
  );

  return {
    element: createElement('div', {}, none, figures),
    show(logs) {
      const models = groupByModel(logs).filter(({ scored }) => scored > 0);
      const { length, periods } = groupByPeriod(logs);
      none.hidden = models.length > 0;
      figures.hidden = models.length === 0;
      if (models.length === 0) return;

      const names = models.map(({ model }) => model);
      legend.replaceChildren(
        ...names.map((name) => createElement('li', {}, createModelName(name))),
      );
      text.textContent = `Each faint mark is a log, each line a model’s average by ${length}.`;
      overTimeTable.replaceChildren(createPeriodTable(length, periods, names));
      byModelTable.replaceChildren(createModelTable(models));
      overTime.canvas.ariaLabel = describePeriods(length, periods, models);
      byModel.canvas.ariaLabel = describeModels(models);
      byModel.frame.style.setProperty('--rows', `${models.length}`);
      void loaded.then((charts) => charts.show(logs, models, periods));
    },
  };
}

function createFigure(title: string, name: string) {
  const canvas = createElement('canvas', { role: 'img' });
  const frame = createElement('div', { class: `chart ${name}` }, canvas);
  const heading = createElement('h2', { id: `${name}-title` }, title);
  const element = createElement(
    'section',
    { class: 'card', 'aria-labelledby': heading.id },
    heading,
  );
  return { element, frame, canvas };
}

function describePeriods(
  length: string,
  periods: readonly Period[],
  models: ModelScores[],
): string {
  const [first] = periods;
  const last = periods.at(-1);
  if (!first || !last) return 'Chart of scores over time.';
  const ends = models.map(({ model }) => {
    const own = periods.flatMap(({ averages }) =>
      averages.filter((entry) => entry.model === model),
    );
    const [begin] = own;
    const end = own.at(-1);
    if (!begin || !end) return `${model} without a date`;
    return `${model} from ${formatAverage(begin.average)} to ${formatAverage(end.average)}`;
  });
  return `Chart of the average score by ${length}, ${formatDay(first.start)} to ${formatDay(last.start)}: ${ends.join('; ')}. The table below has every ${length}.`;
}

function describeModels(models: ModelScores[]): string {
  const parts = models.map(({ model, average }) => `${model} ${formatAverage(average)}`);
  return `Chart of how often each score was given, by model. Averages: ${parts.join(', ')}.`;
}

function createPeriodTable(
  length: string,
  periods: readonly Period[],
  models: string[],
): HTMLElement {
  const name = length === 'day' ? 'Day' : `${length === 'week' ? 'Week' : 'Month'} from`;
  return createTable(
    `Average score by ${length} and model`,
    [name, ...models.map(createModelName)],
    periods.map(({ start, averages }) => [
      formatDay(start),
      ...models.map((model) => {
        const entry = averages.find((average) => average.model === model);
        return entry ? formatAverage(entry.average) : '–';
      }),
    ]),
  );
}

function createModelTable(models: readonly ModelScores[]): HTMLElement {
  return createTable(
    'Scores by model',
    ['Model', 'Average', 'Range', 'Scored'],
    models.map(({ model, average, lowest, highest, scored }) => [
      createModelName(model),
      formatAverage(average),
      `${formatScore(lowest)}–${formatScore(highest)}`,
      `${scored}`,
    ]),
  );
}

function createTable(
  caption: string,
  columns: readonly (string | Node)[],
  rows: readonly (readonly (string | Node)[])[],
): HTMLElement {
  return createElement(
    'table',
    {},
    createElement('caption', { class: 'visually-hidden' }, caption),
    createElement(
      'thead',
      {},
      createElement(
        'tr',
        {},
        ...columns.map((column) => createElement('th', { scope: 'col' }, column)),
      ),
    ),
    createElement(
      'tbody',
      {},
      ...rows.map(([first = '', ...rest]) =>
        createElement(
          'tr',
          {},
          createElement('th', { scope: 'row' }, first),
          ...rest.map((cell) => createElement('td', {}, cell)),
        ),
      ),
    ),
  );
}
