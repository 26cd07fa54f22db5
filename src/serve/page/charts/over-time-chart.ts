import { createSvgElement } from '../create-element.ts';
import { formatAverage, formatCount, formatDay } from '../format.ts';
import { getModelMark } from '../model-marks.ts';
import type { Period } from './group-scores.ts';

const height = 300;
const margin = { top: 12, right: 16, bottom: 28, left: 30 };
const labelWidth = 64;

/** A line for each model through its averages, as wide as there is room. */
export function drawOverTime(
  width: number,
  periods: readonly Period[],
  models: readonly string[],
  label: string,
): SVGSVGElement {
  const first = periods[0]?.middle ?? 0;
  const last = periods.at(-1)?.middle ?? first;
  const inner = Math.max(40, width - margin.left - margin.right - 16);
  const toX = (time: number) =>
    margin.left + 8 + (last === first ? inner / 2 : ((time - first) / (last - first)) * inner);
  const toY = (score: number) =>
    height - margin.bottom - (score / 10) * (height - margin.top - margin.bottom);
  return createSvgElement(
    'svg',
    {
      class: 'over-time',
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'aria-label': label,
    },
    ...drawGrid(width, toY),
    ...drawDates(periods, inner, toX),
    ...models.flatMap((model) => drawModel(model, periods, toX, toY)),
  );
}

function drawGrid(width: number, toY: (score: number) => number): SVGElement[] {
  return [0, 2, 4, 6, 8, 10].flatMap((score) => [
    createSvgElement('line', {
      class: 'grid',
      x1: margin.left,
      x2: width - margin.right,
      y1: toY(score),
      y2: toY(score),
    }),
    createSvgElement(
      'text',
      { class: 'tick', x: margin.left - 8, y: toY(score) + 4, 'text-anchor': 'end' },
      `${score}`,
    ),
  ]);
}

function drawDates(
  periods: readonly Period[],
  inner: number,
  toX: (time: number) => number,
): SVGElement[] {
  // Where there is less room, every second or third period has its date.
  const step = Math.max(1, Math.ceil(periods.length / (inner / labelWidth)));
  return periods
    .filter((_, index) => index % step === 0)
    .map(({ start, middle }) =>
      createSvgElement(
        'text',
        { class: 'tick', x: toX(middle), y: height - 8, 'text-anchor': 'middle' },
        formatDay(start),
      ),
    );
}

function drawModel(
  model: string,
  periods: readonly Period[],
  toX: (time: number) => number,
  toY: (score: number) => number,
): SVGElement[] {
  const { color, path, dash } = getModelMark(model);
  const points = periods.flatMap(({ start, middle, averages }) => {
    const entry = averages.get(model);
    return entry ? [{ x: toX(middle), y: toY(entry.average), start, ...entry }] : [];
  });
  const line = createSvgElement('polyline', {
    points: points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' '),
    'stroke-dasharray': dash,
  });
  const marks = points.map(({ x, y, start, average, count }) =>
    createSvgElement(
      'path',
      { d: path, transform: `translate(${(x - 8).toFixed(1)} ${(y - 8).toFixed(1)})` },
      createSvgElement(
        'title',
        {},
        `${model}, from ${formatDay(start)}: ${formatAverage(average)} on average of ${formatCount(count, 'log')}`,
      ),
    ),
  );
  return [createSvgElement('g', { class: `line ${color}` }, line, ...marks)];
}
