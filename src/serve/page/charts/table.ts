import { createElement } from '../create-element.ts';

type Cell = string | Node;

/** A table whose first column names its rows. The caption is for those who do not see it. */
export function createTable(
  caption: string,
  columns: readonly Cell[],
  rows: readonly (readonly Cell[])[],
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
