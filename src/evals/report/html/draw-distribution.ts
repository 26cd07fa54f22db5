import { formatShare } from '../format-number.ts';

const width = 480;
const height = 160;
const pad = 24;
const base = 128;
const scores = Array.from({ length: 11 }, (_, score) => score);

/** How often each score was given, sides beside each other, as shares, so that unequal numbers compare. */
export function drawDistribution(groups: readonly (readonly number[])[]): string {
  const sides = groups.map(toShares);
  const isAlone = sides.length === 1;
  const highest = Math.max(0.01, ...sides.flat());
  const slot = (width - 2 * pad) / scores.length;
  const bar = slot * 0.38;
  const bars = sides.flatMap((shares, index) =>
    shares.map((share, score) => {
      const side = isAlone ? 'b' : index === 0 ? 'a' : 'b';
      const left = isAlone ? -bar / 2 : index === 0 ? -bar : 0;
      const x = round(pad + score * slot + slot / 2 + left);
      const size = round((share / highest) * (base - 16));
      const title = `${isAlone ? '' : `${side}: `}score ${score}, ${formatShare(share)}`;
      return `<rect x="${x}" y="${round(base - size)}" width="${round(bar)}" height="${size}" rx="1.5" fill="var(--${side})"><title>${title}</title></rect>`;
    }),
  );
  const labels = scores.map((score) => {
    const x = round(pad + score * slot + slot / 2);
    return `<text x="${x}" y="146" text-anchor="middle">${score}</text>`;
  });
  return [
    `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="How often each score was given">`,
    ...bars,
    `<line x1="${pad}" x2="${width - pad}" y1="${base}" y2="${base}" stroke="var(--line)"/>`,
    ...labels,
    '</svg>',
  ].join('');
}

function toShares(values: readonly number[]): number[] {
  return scores.map((score) => {
    const count = values.filter((value) => Math.round(value) === score).length;
    return values.length > 0 ? count / values.length : 0;
  });
}

const round = (value: number) => Math.round(value * 10) / 10;
