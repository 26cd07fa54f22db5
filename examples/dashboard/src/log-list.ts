import type { Log } from 'promptcrafter-client';
import { createElement } from './create-element.ts';
import { createFold } from './fold.ts';
import { formatCount, formatDate, formatScore } from './format.ts';
import { createModelName } from './model-marks.ts';

/** Logs that are shown at first, and that each “Show more” adds. */
const pageSize = 12;

export interface LogList {
  readonly element: HTMLElement;
  show(logs: readonly Log[]): void;
}

/** The logs, the newest first. However many there are, only those asked for are elements. */
export function createLogList(): LogList {
  const items = createElement('ol', { class: 'logs' });
  const more = createElement('button', { type: 'button', click: () => showMore() });
  let newestFirst: Log[] = [];
  let length = pageSize;

  function show(logs: readonly Log[]): void {
    newestFirst = logs.toSorted((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt));
    items.replaceChildren(...newestFirst.slice(0, length).map(createItem));
    showRest();
  }

  function showMore(): void {
    const added = newestFirst.slice(length, length + pageSize).map(createItem);
    length += pageSize;
    items.append(...added);
    showRest();
    // The reader goes on with the first log that is new, also where the button is gone.
    added[0]?.focus();
  }

  function showRest(): void {
    const rest = newestFirst.length - length;
    more.hidden = rest <= 0;
    more.textContent = `Show ${Math.min(rest, pageSize)} more of ${formatCount(newestFirst.length, 'log')}`;
  }

  return {
    element: createElement(
      'section',
      { class: 'log-section', 'aria-labelledby': 'logs-title' },
      createElement('h2', { id: 'logs-title' }, 'Logs'),
      items,
      more,
    ),
    show,
  };
}

function createItem({ score, modelUsed, createdAt, output, notes }: Log): HTMLElement {
  return createElement(
    'li',
    { tabindex: -1 },
    createElement(
      'p',
      { class: 'score' },
      createElement(
        'span',
        { class: 'visually-hidden' },
        score === undefined ? 'No score' : 'Score ',
      ),
      score === undefined
        ? createElement('span', { 'aria-hidden': 'true' }, '–')
        : formatScore(score),
    ),
    createElement(
      'div',
      { class: 'log-body' },
      createElement(
        'p',
        { class: 'subtle facts' },
        createModelName(modelUsed),
        createElement('time', { datetime: createdAt }, formatDate(createdAt)),
      ),
      createFold(output, { class: 'output' }),
      notes !== undefined && createElement('p', { class: 'notes', dir: 'auto' }, notes),
    ),
  );
}
