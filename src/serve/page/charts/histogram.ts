import { createSvgElement } from '../create-element.ts';
import { formatCount } from '../format.ts';

const bar = 9;
const gap = 2;
const height = 36;

/** How often each score from 0 to 10 was given, as eleven bars. The colour is that of a class. */
export function drawHistogram(counts: readonly number[], color: string): SVGSVGElement {
  const most = Math.max(1, ...counts);
  const width = counts.length * (bar + gap) - gap;
  const bars = counts.map((count, score) => {
    // A score that was given at all can be seen.
    const size = count === 0 ? 1 : Math.max(2, (count / most) * height);
    return createSvgElement(
      'rect',
      {
        x: score * (bar + gap),
        y: height - size,
        width: bar,
        height: size,
        rx: 1.5,
        class: count === 0 ? 'empty' : 'bar',
      },
      createSvgElement('title', {}, `Score ${score}: ${formatCount(count, 'log')}`),
    );
  });
  const given = counts.flatMap((count, score) => (count > 0 ? [`${score}: ${count}`] : []));
  return createSvgElement(
    'svg',
    {
      class: `histogram ${color}`,
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: 'img',
      'aria-label': `How often each score was given: ${given.join(', ') || 'none'}`,
    },
    ...bars,
  );
}
