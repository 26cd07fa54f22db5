import { toQuantileOfT } from '../statistics/to-quantile-of-t.ts';
import { toTailOfT } from '../statistics/to-tail-of-t.ts';
import { toUnseenShare } from '../statistics/to-unseen-share.ts';
import type { Evidence } from './evidence.ts';
import type { ComparisonSettings } from './resolve-comparison-options.ts';
import { fewestForSame } from './to-verdict.ts';
import { widest } from './widen-point.ts';

/** The chance of a verdict that is aimed at. */
const power = 0.8;

/** Nobody makes more cases than that. */
const most = 1e9;

/**
 * About how many more pairs, or logs a side, give an 80 % chance of a verdict, if difference and spread
 * stay as they are: the textbook's sample size, by the t distribution, for `better` or `worse` and for
 * `same`, whichever needs less; never fewer than the test needs to reject anything.
 */
export function countNeeded(evidence: Evidence, settings: ComparisonSettings): number {
  const { difference, sizes, variances } = evidence;
  const { alpha, margin } = settings;
  const smallest = Math.min(...sizes);
  const isEnough = (more: number) => canReject(smallest + more, evidence.isPaired, alpha);
  const spread = variances.reduce((sum, variance) => sum + variance, 0);
  if (difference === 0 && spread === 0) {
    return findLeast((more) => toUnseenShare(smallest + more, alpha) * widest <= margin);
  }
  if (!(spread > 0)) return findLeast(isEnough);
  return findLeast((more) => {
    if (!isEnough(more)) return false;
    const error = Math.sqrt(
      sizes.reduce((sum, size, index) => sum + (variances[index] ?? 0) / (size + more), 0),
    );
    const df = sizes.reduce((sum, size) => sum + size + more - 1, 0);
    const t = toQuantileOfT(alpha / 2, df);
    const chanceBelow = (value: number) =>
      value < 0 ? toTailOfT(-value, df) : 1 - toTailOfT(value, df);
    const chanceOfDifference = chanceBelow(Math.abs(difference) / error - t);
    const chanceOfSame =
      smallest + more < fewestForSame
        ? 0
        : chanceBelow((margin - difference) / error - t) +
          chanceBelow((margin + difference) / error - t) -
          1;
    return Math.max(chanceOfDifference, chanceOfSame) >= power;
  });
}

/** Whether the test has enough rearrangements for the rarest of them to be rare enough. */
function canReject(n: number, isPaired: boolean, alpha: number): boolean {
  let rarest = 2;
  for (let i = 1; i <= n && rarest > alpha; i += 1) rarest /= isPaired ? 2 : (n + i) / i;
  return rarest <= alpha;
}

/** The least number from 1 on for which it is true, if it stays true from there on. */
function findLeast(isTrue: (more: number) => boolean): number {
  let high = 1;
  while (!isTrue(high)) {
    high *= 2;
    if (high > most) return Number.POSITIVE_INFINITY;
  }
  let low = Math.floor(high / 2);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isTrue(middle)) high = middle;
    else low = middle;
  }
  return high;
}
