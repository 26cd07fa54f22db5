import type { Interval } from '../statistics/interval.ts';
import type { Verdict } from './comparison.ts';
import type { ComparisonSettings } from './resolve-comparison-options.ts';

/** What a p-value and an interval say together. `better` and `worse` need both of them. */
export function toVerdict(
  pValue: number,
  [low, high]: Interval,
  { alpha, margin }: Pick<ComparisonSettings, 'alpha' | 'margin'>,
): Verdict {
  if (pValue <= alpha && low > 0) return 'better';
  if (pValue <= alpha && high < 0) return 'worse';
  return low >= -margin && high <= margin ? 'same' : 'inconclusive';
}
