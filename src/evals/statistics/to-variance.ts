import { toMean } from './to-mean.ts';

/**
 * The unbiased variance of a sample, Σ(x − x̄)² / (n − 1), in two passes; `NaN` below two values.
 * Equal values give exactly 0, also where their mean is rounded.
 */
export function toVariance(values: ArrayLike<number>): number {
  const mean = toMean(values);
  const first = values[0];
  let squares = 0;
  let varies = false;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? 0;
    varies ||= value !== first;
    squares += (value - mean) ** 2;
  }
  return (varies ? squares : 0) / (values.length - 1);
}
