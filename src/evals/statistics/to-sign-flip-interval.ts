import type { SignFlips } from './flip-signs.ts';
import type { Interval } from './interval.ts';
import { selectNth } from './select-nth.ts';

/**
 * The shifts of the differences that a sign-flip test does not reject: the interval of their mean by
 * inversion. A flip leaves the mean beyond a shift just if the differences that it flips have theirs
 * there, so that the ends are order statistics of those means (Hartigan 1969, "typical values").
 * `undefined` where there are too few flips to reject anything.
 */
export function toSignFlipInterval(flips: SignFlips, alpha: number): Interval | undefined {
  const { means, total, pValue } = flips;
  const unchanged = total - means.length;
  const rank = Math.floor((alpha / 2) * total + 1e-9) + 1 - unchanged;
  if (rank < 1) return undefined;
  const low = selectNth(means, rank - 1);
  const high = selectNth(means, means.length - rank);
  if (low === undefined || high === undefined || low > high) return undefined;
  // Where ties make the p-value exact and the flips of the interval are sampled, the p-value says
  // on which side of the end 0 lies.
  if (pValue > alpha) return [Math.min(low, 0), Math.max(high, 0)];
  if (low > 0 || high < 0) return [low, high];
  return low + high > 0
    ? [means.reduce((least, mean) => (mean > 0 && mean < least ? mean : least), high), high]
    : [low, means.reduce((most, mean) => (mean < 0 && mean > most ? mean : most), low)];
}
