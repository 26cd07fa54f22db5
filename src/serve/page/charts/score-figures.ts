import type { ScoreSummary } from '../../../evals/index.ts';
import { createElement } from '../create-element.ts';
import { formatAverage, formatDay, formatNumber } from '../format.ts';
import type { LogEntry } from '../logs/log-entry.ts';
import { createModelName } from '../model-marks.ts';
import { groupByModel, groupByPeriod, type Period, type PeriodLength } from './group-scores.ts';
import { createModelTable } from './model-table.ts';
import { drawOverTime } from './over-time-chart.ts';
import { createTable } from './table.ts';

export interface ScoreFigures {
  readonly element: HTMLElement;
  show(entries: readonly LogEntry[]): void;
}

/** Models that are drawn; the tables have more. */
const mostModels = 6;
/** Models in a table. Where there are more, they are hardly models. */
const mostRows = 50;

/** The scores over time and by model, with a table that says the same in numbers. */
export function createScoreFigures(signal: AbortSignal): ScoreFigures {
  // It may be wider than a phone, and then a keyboard can move it.
  const overTimeTable = createElement('div', {
    class: 'table',
    role: 'region',
    'aria-label': 'Scores over time as a table',
    tabindex: 0,
  });
  const byModelTable = createElement('div', {
    class: 'table',
    role: 'region',
    'aria-label': 'Scores by model as a table',
    tabindex: 0,
  });
  const more = createElement('p', { class: 'subtle', hidden: true });
  const legend = createElement('ul', { class: 'legend', 'aria-label': 'Models' });
  const text = createElement('p', { class: 'subtle' });
  const frame = createElement('div', { class: 'chart' });
  const overTime = createCard(
    'Scores over time',
    text,
    legend,
    frame,
    createElement('details', {}, createElement('summary', {}, 'Show as a table'), overTimeTable),
  );
  const byModel = createCard(
    'Scores by model',
    createElement(
      'p',
      { class: 'subtle' },
      'How often each score from 0 to 10 was given, and the average with its 95 % interval.',
    ),
    byModelTable,
    more,
  );
  const figures = createElement('div', { class: 'figures' }, overTime, byModel);
  const none = createElement(
    'p',
    { class: 'subtle', hidden: true },
    'None of these logs has a score yet, so that there is nothing to draw. Give one with Score.',
  );

  let draw = () => {};
  const observer = new ResizeObserver(() => draw());
  observer.observe(frame);
  signal.addEventListener('abort', () => observer.disconnect());

  return {
    element: createElement('div', {}, none, figures),
    show(entries) {
      const models = groupByModel(entries).filter(({ scored }) => scored > 0);
      none.hidden = models.length > 0;
      figures.hidden = models.length === 0;
      if (models.length === 0) return;
      const shown = models.slice(0, mostRows);

      const { length, periods } = groupByPeriod(entries);
      const drawn = models.slice(0, mostModels).map(({ key }) => key);
      legend.replaceChildren(
        ...drawn.map((name) => createElement('li', {}, createModelName(name))),
      );
      text.textContent = `Each model’s average by ${length}.`;
      const label = describePeriods(length, periods, models.slice(0, mostModels));
      draw = () => frame.replaceChildren(drawOverTime(frame.clientWidth, periods, drawn, label));
      draw();
      overTimeTable.replaceChildren(
        createPeriodTable(
          length,
          periods,
          shown.map(({ key }) => key),
        ),
      );
      byModelTable.replaceChildren(createModelTable(shown));
      more.hidden = models.length === shown.length;
      more.textContent = `The ${mostRows} best on average of ${formatNumber(models.length)} models.`;
    },
  };
}

function createCard(title: string, ...children: HTMLElement[]): HTMLElement {
  const heading = createElement('h2', { id: title.toLowerCase().replaceAll(' ', '-') }, title);
  return createElement(
    'section',
    { class: 'card', 'aria-labelledby': heading.id },
    heading,
    ...children,
  );
}

function describePeriods(
  length: PeriodLength,
  periods: readonly Period[],
  models: readonly ScoreSummary[],
): string {
  const [first] = periods;
  const last = periods.at(-1);
  if (!first || !last) return 'Chart of scores over time.';
  const ends = models.map(({ key }) => {
    const own = periods.flatMap(({ averages }) => averages.get(key) ?? []);
    const [begin] = own;
    const end = own.at(-1);
    if (!begin || !end) return `${key} without a date`;
    return `${key} from ${formatAverage(begin.average)} to ${formatAverage(end.average)}`;
  });
  return `Chart of the average score by ${length}, ${formatDay(first.start)} to ${formatDay(last.start)}: ${ends.join('; ')}. The table below has every ${length}.`;
}

function createPeriodTable(
  length: PeriodLength,
  periods: readonly Period[],
  models: readonly string[],
): HTMLElement {
  const name = length === 'day' ? 'Day' : `${length === 'week' ? 'Week' : 'Month'} from`;
  return createTable(
    `Average score by ${length} and model`,
    [name, ...models.map(createModelName)],
    periods.map(({ start, averages }) => [
      formatDay(start),
      ...models.map((model) => {
        const entry = averages.get(model);
        return entry ? formatAverage(entry.average) : '–';
      }),
    ]),
  );
}
