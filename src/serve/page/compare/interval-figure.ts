import { createSvgElement } from '../create-element.ts';
import { formatDifference } from '../format.ts';

const height = 56;
const axis = 26;

/** An interval of differences beside zero, and the margin within which they do not matter. */
export function drawInterval(
  interval: readonly [number, number],
  difference: number,
  margin: number,
  width: number,
): SVGSVGElement {
  const [low, high] = interval;
  const reach = Math.min(10, Math.max(1, Math.ceil(Math.max(-low, high, margin) * 1.15)));
  const toX = (points: number) =>
    12 + ((Math.max(-reach, Math.min(reach, points)) + reach) / (2 * reach)) * (width - 24);
  const ticks = [-reach, 0, reach];
  return createSvgElement(
    'svg',
    {
      class: 'interval-figure',
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'aria-label': `The difference lies from ${formatDifference(low)} to ${formatDifference(high)}; from −${margin} to +${margin} it does not matter`,
    },
    createSvgElement('rect', {
      class: 'margin',
      x: toX(-margin),
      y: axis - 18,
      width: toX(margin) - toX(-margin),
      height: 36,
    }),
    createSvgElement('line', { class: 'grid', x1: 12, x2: width - 12, y1: axis, y2: axis }),
    createSvgElement('line', {
      class: 'zero',
      x1: toX(0),
      x2: toX(0),
      y1: axis - 18,
      y2: axis + 18,
    }),
    createSvgElement('line', { class: 'span', x1: toX(low), x2: toX(high), y1: axis, y2: axis }),
    !Number.isNaN(difference) &&
      createSvgElement('circle', { class: 'point', cx: toX(difference), cy: axis, r: 7 }),
    ...ticks.map((tick) =>
      createSvgElement(
        'text',
        {
          class: 'tick',
          x: toX(tick),
          y: height - 1,
          'text-anchor': tick === 0 ? 'middle' : tick < 0 ? 'start' : 'end',
        },
        formatDifference(tick),
      ),
    ),
  );
}
