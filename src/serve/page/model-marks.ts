import { createElement, createSvgElement } from './create-element.ts';

/** How a model is drawn. Shape and dashes tell models apart where colours do not. */
export interface ModelMark {
  /** A class that gives it its colour. */
  readonly color: string;
  /** A path around the middle of a square of 16. */
  readonly path: string;
  /** An SVG dash array. */
  readonly dash: string;
}

const paths = [
  'M3.4 8a4.6 4.6 0 1 0 9.2 0a4.6 4.6 0 1 0-9.2 0z',
  'M4 4h8v8H4z',
  'M8 3l5 9H3z',
  'M8 2.4L13.6 8 8 13.6 2.4 8z',
  'M4 4l8 8M12 4l-8 8',
  'M8 3v10M3 8h10M4.5 4.5l7 7M11.5 4.5l-7 7',
] as const;
const dashes = ['none', '7 4', '2 4', '10 3 2 3'] as const;
const marks = new Map<string, ModelMark>();

/** The mark of a model: the same wherever it is drawn, as long as the page is open. */
export function getModelMark(model: string): ModelMark {
  const known = marks.get(model);
  if (known) return known;
  const index = marks.size;
  const mark: ModelMark = {
    color: `series-${(index % paths.length) + 1}`,
    path: paths[index % paths.length] ?? paths[0],
    dash: dashes[index % dashes.length] ?? 'none',
  };
  marks.set(model, mark);
  return mark;
}

/** The name of a model, with its mark before it. */
export function createModelName(model: string): HTMLElement {
  const { color, path } = getModelMark(model);
  const svg = createSvgElement(
    'svg',
    { viewBox: '0 0 16 16', 'aria-hidden': 'true', class: color },
    createSvgElement('path', { d: path }),
  );
  return createElement('span', { class: 'model' }, svg, createElement('bdi', {}, model));
}
