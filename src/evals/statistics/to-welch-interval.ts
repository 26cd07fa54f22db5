import type { Interval } from './interval.ts';
import { toMean } from './to-mean.ts';
import { toQuantileOfT } from './to-quantile-of-t.ts';
import { toVariance } from './to-variance.ts';

/** What rounding leaves of a variance that is none. */
const rounding = 1e-22;

/**
 * Welch's confidence interval of the difference of two means, b − a, with the degrees of freedom of
 * Welch (1947) and Satterthwaite (1946); `undefined` where a side has fewer than two values, or
 * nothing varies.
 */
export function toWelchInterval(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  alpha: number,
): Interval | undefined {
  if (a.length < 2 || b.length < 2) return undefined;
  const ofA = toVariance(a) / a.length;
  const ofB = toVariance(b) / b.length;
  if (ofA + ofB < rounding) return undefined;
  const df = (ofA + ofB) ** 2 / (ofA ** 2 / (a.length - 1) + ofB ** 2 / (b.length - 1));
  const half = toQuantileOfT(alpha / 2, df) * Math.sqrt(ofA + ofB);
  const difference = toMean(b) - toMean(a);
  return [difference - half, difference + half];
}
