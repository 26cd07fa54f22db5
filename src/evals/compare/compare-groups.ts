import { dropRounding } from '../statistics/drop-rounding.ts';
import type { Interval } from '../statistics/interval.ts';
import { permuteGroups } from '../statistics/permute-groups.ts';
import { toMean } from '../statistics/to-mean.ts';
import { toVariance } from '../statistics/to-variance.ts';
import { toWelchInterval } from '../statistics/to-welch-interval.ts';
import type { Evidence } from './evidence.ts';
import type { ComparisonSettings } from './resolve-comparison-options.ts';
import { toTestName } from './to-test-name.ts';
import { wholeScale, widenPoint } from './widen-point.ts';

/** Compares two groups of scores that do not belong to cases. */
export function compareGroups(
  a: readonly number[],
  b: readonly number[],
  { alpha, seed }: ComparisonSettings,
): Evidence {
  const difference = dropRounding(toMean(b) - toMean(a));
  const { pValue, isExact } = permuteGroups(a, b, seed);
  return {
    difference,
    pValue,
    test: toTestName('permutation', isExact),
    interval: toWelchInterval(a, b, alpha) ?? toIntervalOfConstants(a, b, pValue <= alpha, alpha),
    isPaired: false,
    sizes: [a.length, b.length],
    variances: [toVariance(a), toVariance(b)],
  };
}

/** There is one of groups that vary not at all, if they agree, or surely differ. */
function toIntervalOfConstants(
  a: readonly number[],
  b: readonly number[],
  isSure: boolean,
  alpha: number,
): Interval {
  const n = Math.min(a.length, b.length);
  const [first = 0] = a;
  if ([...a, ...b].every((score) => Math.abs(score - first) <= 1e-11))
    return widenPoint(0, n, alpha);
  return n >= 2 && isSure ? widenPoint(toMean(b) - toMean(a), n, alpha) : wholeScale;
}
