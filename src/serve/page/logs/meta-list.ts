import { createElement } from '../create-element.ts';

/** The meta of a log, field by field, under a heading of its own. */
export function createMetaList(meta: unknown): HTMLElement[] {
  if (typeof meta !== 'object' || meta === null) return [];
  const entries = Object.entries(meta);
  if (entries.length === 0) return [];
  return [
    createElement('h3', {}, 'Meta'),
    createElement(
      'dl',
      { class: 'meta' },
      ...entries.map(([name, value]) =>
        createElement(
          'div',
          {},
          createElement('dt', { dir: 'auto' }, name),
          createElement('dd', { dir: 'auto' }, toText(value)),
        ),
      ),
    ),
  ];
}

const toText = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value, undefined, 2);
