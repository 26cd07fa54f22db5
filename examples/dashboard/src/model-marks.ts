import { createElement } from './create-element.ts';

/** How a model is drawn. Shape and dashes tell models apart where colours do not. */
export interface ModelMark {
  /** The CSS variable that holds its colour. */
  readonly color: string;
  readonly shape: 'circle' | 'rect' | 'triangle' | 'rectRot' | 'crossRot' | 'star';
  readonly dash: readonly number[];
}

const colors = 6;
const shapes = ['circle', 'rect', 'triangle', 'rectRot', 'crossRot', 'star'] as const;
const dashes = [[], [7, 4], [2, 4], [10, 3, 2, 3]] as const;
const marks = new Map<string, ModelMark>();

/** The mark of a model: the same wherever it is drawn, as long as the page is open. */
export function getModelMark(model: string): ModelMark {
  const known = marks.get(model);
  if (known) return known;
  const index = marks.size;
  const mark: ModelMark = {
    color: `--series-${(index % colors) + 1}`,
    shape: shapes[index % shapes.length] ?? 'circle',
    dash: dashes[index % dashes.length] ?? [],
  };
  marks.set(model, mark);
  return mark;
}

const paths = {
  circle: 'M3.4 8a4.6 4.6 0 1 0 9.2 0a4.6 4.6 0 1 0-9.2 0z',
  rect: 'M4 4h8v8H4z',
  triangle: 'M8 3l5 9H3z',
  rectRot: 'M8 2.4L13.6 8 8 13.6 2.4 8z',
  crossRot: 'M4 4l8 8M12 4l-8 8',
  star: 'M8 3v10M3 8h10M4.5 4.5l7 7M11.5 4.5l-7 7',
} as const;

/** The name of a model, with its mark before it. */
export function createModelName(model: string): HTMLElement {
  const { color, shape } = getModelMark(model);
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', paths[shape]);
  svg.append(path);
  svg.style.color = `var(${color})`;
  const name = createElement('span', { class: 'model' }, model);
  name.prepend(svg);
  return name;
}
