import { dropRounding } from '../statistics/drop-rounding.ts';
import { flipSigns } from '../statistics/flip-signs.ts';
import { toMean } from '../statistics/to-mean.ts';
import { toSignFlipInterval } from '../statistics/to-sign-flip-interval.ts';
import { toVariance } from '../statistics/to-variance.ts';
import type { Evidence } from './evidence.ts';
import type { ComparisonSettings } from './resolve-comparison-options.ts';
import { toTestName } from './to-test-name.ts';
import { wholeScale, widenPoint } from './widen-point.ts';

/** Compares what both sides scored case by case; the order of the differences decides what is sampled. */
export function comparePairs(
  differences: readonly number[],
  { alpha, seed }: ComparisonSettings,
): Evidence {
  const n = differences.length;
  const spread = { sizes: [n], variances: [toVariance(differences)], isPaired: true } as const;
  const difference = dropRounding(toMean(differences));
  if (isAll(differences, 0)) {
    const test = toTestName('sign-flip', true);
    return { difference: 0, pValue: 1, test, interval: widenPoint(0, n, alpha), ...spread };
  }
  const flips = flipSigns(differences, seed);
  const [low, high] = toSignFlipInterval(flips, alpha) ?? wholeScale;
  const interval = high - low > 1e-9 ? ([low, high] as const) : widenPoint(low, n, alpha);
  const test = toTestName('sign-flip', flips.isExact);
  return { difference, pValue: flips.pValue, test, interval, ...spread };
}

const isAll = (values: readonly number[], expected: number) =>
  values.every((value) => Math.abs(value - expected) <= 1e-11);
