import type { Comparison } from '../../compare/comparison.ts';
import { formatPoints } from '../format-number.ts';

const width = 480;
const height = 120;
const pad = 24;
const middle = 56;

/** The difference and its interval on a scale, with the margin as a band around 0. */
export function drawInterval({ difference, interval, margin, verdict }: Comparison): string {
  const [low, high] = interval;
  const reach = Math.max(1, margin * 1.5, Math.abs(low), Math.abs(high)) * 1.1;
  const toX = (points: number) => round(pad + ((points + reach) / (2 * reach)) * (width - 2 * pad));
  const step = toStep(reach);
  const ticks: string[] = [];
  for (let tick = -Math.floor(reach / step) * step; tick <= reach; tick += step) {
    const x = toX(tick);
    ticks.push(
      `<line x1="${x}" x2="${x}" y1="88" y2="93" stroke="var(--line)"/>`,
      `<text x="${x}" y="108" text-anchor="middle">${formatPoints(tick)}</text>`,
    );
  }
  const known = Number.isFinite(difference);
  const label = known
    ? `Difference ${formatPoints(difference)} points, interval ${formatPoints(low)} to ${formatPoints(high)}`
    : 'No difference is known';
  return [
    `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">`,
    `<rect x="${toX(-margin)}" y="20" width="${round(toX(margin) - toX(-margin))}" height="68" fill="var(--band)"/>`,
    `<line x1="${toX(0)}" x2="${toX(0)}" y1="14" y2="88" stroke="var(--soft)" stroke-dasharray="3 3"/>`,
    `<line x1="${pad}" x2="${width - pad}" y1="88" y2="88" stroke="var(--line)"/>`,
    ...ticks,
    `<g class="${verdict}" stroke="currentColor" fill="currentColor">`,
    `<line x1="${toX(low)}" x2="${toX(high)}" y1="${middle}" y2="${middle}" stroke-width="4" stroke-linecap="round"/>`,
    known ? `<circle cx="${toX(difference)}" cy="${middle}" r="7"/>` : '',
    '</g>',
    known
      ? `<text x="${toX(difference)}" y="${middle - 16}" text-anchor="middle" font-weight="700">${formatPoints(difference)}</text>`
      : '',
    '</svg>',
  ].join('');
}

/** A step that makes at most nine ticks. */
function toStep(reach: number): number {
  return [0.25, 0.5, 1, 2, 5].find((step) => reach / step <= 4.5) ?? 10;
}

const round = (value: number) => Math.round(value * 10) / 10;
