import type { Interval } from './interval.ts';
import { toMean } from './to-mean.ts';
import { toQuantileOfT } from './to-quantile-of-t.ts';
import { toVariance } from './to-variance.ts';

/**
 * Student's confidence interval of a mean, x̄ ± t · s / √n with n − 1 degrees of freedom (Student
 * 1908); `undefined` where nothing varies.
 */
export function toStudentInterval(values: ArrayLike<number>, alpha: number): Interval | undefined {
  const n = values.length;
  const variance = toVariance(values);
  if (!(variance > 0)) return undefined;
  const mean = toMean(values);
  const half = toQuantileOfT(alpha / 2, n - 1) * Math.sqrt(variance / n);
  return [mean - half, mean + half];
}
