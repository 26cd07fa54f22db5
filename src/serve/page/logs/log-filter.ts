import { createElement } from '../create-element.ts';
import { formatNumber } from '../format.ts';
import type { LogEntry } from './log-entry.ts';

export interface LogFilter {
  readonly element: HTMLElement;
  readonly matches: (entry: LogEntry) => boolean;
  /** Lets users choose among the models and runs that these logs have, of which the newest comes first. */
  offer(entries: readonly LogEntry[]): void;
  /** Takes all conditions away. */
  clear(): void;
}

/** Models or runs that can be chosen, those of the newest logs; a longer list is of no help. */
const mostOptions = 500;

/** What to show of a list of logs: by model, by run, by what has been scored. */
export function createLogFilter(onChange: () => void): LogFilter {
  const model = createSelect('filter-model', 'Model', 'All models', onChange);
  const run = createSelect('filter-run', 'Run', 'All runs', onChange);
  const score = createSelect('filter-score', 'Scored', 'Scored or not', onChange);
  score.offer(['Without a score', 'With a score']);
  return {
    element: createElement(
      'div',
      { class: 'filters', role: 'group', 'aria-label': 'Show logs by' },
      model.element,
      run.element,
      score.element,
    ),
    matches({ log, run: ofLog, score: given }) {
      if (model.value() !== '' && model.value() !== log.modelUsed) return false;
      if (run.value() !== '' && run.value() !== ofLog) return false;
      return (
        score.value() === '' || (given === undefined) === (score.value() === 'Without a score')
      );
    },
    offer(entries) {
      model.offer(new Set(entries.map(({ log }) => log.modelUsed)));
      run.offer(new Set(entries.flatMap(({ run: ofLog }) => ofLog ?? [])));
    },
    clear() {
      for (const { select } of [model, run, score]) select.selectedIndex = 0;
      onChange();
      model.select.focus();
    },
  };
}

function createSelect(id: string, label: string, all: string, onChange: () => void) {
  const select = createElement('select', { id, change: onChange });
  select.append(createElement('option', { value: '' }, all));
  const element = createElement(
    'div',
    { hidden: true },
    createElement('label', { for: id }, label),
    select,
  );
  let offered = '';
  return {
    element,
    select,
    value: () => select.value,
    offer(values: Iterable<string>) {
      const newestFirst = [...values];
      const sorted = newestFirst.slice(0, mostOptions).sort();
      const others = newestFirst.length - sorted.length;
      const key = JSON.stringify([sorted, others]);
      if (key === offered) return;
      offered = key;
      const { value } = select;
      const options = sorted.map((name) => createElement('option', { value: name }, name));
      select.replaceChildren(createElement('option', { value: '' }, all), ...options);
      if (others > 0) {
        const text = `… and ${formatNumber(others)} older ones`;
        select.append(createElement('option', { disabled: true, value: '' }, text));
      }
      select.value = sorted.includes(value) ? value : '';
      element.hidden = sorted.length < 2;
    },
  };
}
