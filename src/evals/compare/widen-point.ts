import type { Interval } from '../statistics/interval.ts';
import { toUnseenShare } from '../statistics/to-unseen-share.ts';

/** The largest difference that two scores can have. */
export const widest = 10;

/** What the difference is known to be where nothing is known. */
export const wholeScale: Interval = [-widest, widest];

/**
 * An interval where n equal differences leave no spread to estimate one from. Other cases may be
 * different, up to a share of {@link toUnseenShare}. Where the differences are 0 these may lie
 * anywhere on the scale; else they are taken to be as far from what was seen as 0 is.
 */
export function widenPoint(difference: number, n: number, alpha: number): Interval {
  const share = toUnseenShare(n, alpha);
  const half = (difference === 0 ? widest : Math.abs(difference)) * share;
  return [Math.max(-widest, difference - half), Math.min(widest, difference + half)];
}
