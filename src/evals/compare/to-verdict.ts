import type { Interval } from '../statistics/interval.ts';
import type { Verdict } from './comparison.ts';
import type { ComparisonSettings } from './resolve-comparison-options.ts';

/**
 * Fewer logs on a side cannot show that two sides are alike: of n without a failure, failures rarer
 * than about 3/n would not show (Hanley and Lippman-Hand 1983), which for three are all of them.
 */
export const fewestForSame = 4;

/**
 * What a p-value and an interval say together. `better` and `worse` need both of them, `same` at least
 * {@link fewestForSame} scores on the smaller side.
 */
export function toVerdict(
  pValue: number,
  [low, high]: Interval,
  n: number,
  { alpha, margin }: Pick<ComparisonSettings, 'alpha' | 'margin'>,
): Verdict {
  if (pValue <= alpha && low > 0) return 'better';
  if (pValue <= alpha && high < 0) return 'worse';
  return n >= fewestForSame && low >= -margin && high <= margin ? 'same' : 'inconclusive';
}
