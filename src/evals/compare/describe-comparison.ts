import {
  formatCount,
  formatDistance,
  formatP,
  formatPoints,
  formatShare,
} from '../report/format-number.ts';
import type { Comparison } from './comparison.ts';

/** What a sentence is made of. */
export type Described = Omit<Comparison, 'text'> & {
  readonly isPaired: boolean;
  /** How many logs without a score are told of elsewhere. */
  readonly told: number;
};

/** Says in one sentence what a comparison found, in words that agree with its numbers. */
export function describeComparison(result: Described, remarks: readonly string[] = []): string {
  const clauses = [toClaim(result), ...toCaveats(result), ...remarks];
  return `${clauses.join('; ')}.`;
}

function toClaim(result: Described): string {
  const { verdict, n, difference, pValue, margin } = result;
  if (n === 0) return toNothing(result);
  const size = formatDistance(difference);
  const found = `${toInterval(result)}, ${formatP(pValue)}`;
  switch (verdict) {
    case 'better':
      return `b is better: over ${toSample(result)} it scores ${size} more than a (${found})`;
    case 'worse':
      return `b is worse: over ${toSample(result)} it scores ${size} less than a (${found})`;
    case 'same':
      return `b is as good as a: over ${toSample(result)} the difference is ${formatPoints(difference)} (${toInterval(result)}, within ±${formatPoints(margin)})`;
    default:
      return `Not decided: over ${toSample(result)} ${toTendency(result)}`;
  }
}

const toNothing = ({ isPaired }: Described) =>
  isPaired
    ? 'Not decided: a and b have no scored case in common'
    : 'Not decided: one side has no scores';

function toTendency({ difference, interval: [low, high], pValue }: Described): string {
  const size = formatDistance(difference);
  const tendency =
    difference === 0
      ? 'a and b score alike'
      : `b scores ${size} ${difference > 0 ? 'more' : 'less'} than a`;
  return low > 0 || high < 0
    ? `${tendency}, which may well be chance (${formatP(pValue)})`
    : `${tendency}, but anything from ${formatPoints(low)} to ${formatPoints(high)} is possible`;
}

const toInterval = ({ confidence, interval: [low, high] }: Described) =>
  `${Number((confidence * 100).toPrecision(4))} % interval ${formatPoints(low)} to ${formatPoints(high)}`;

const toSample = ({ n, isPaired }: Described) =>
  isPaired ? formatCount(n, 'case') : `${formatCount(n, 'log')} a side`;

function toCaveats(result: Described): string[] {
  const { verdict, n, needed, isPaired, unpaired, interval, margin } = result;
  const caveats: string[] = [];
  // Before the first case nothing is known of how many more would decide.
  if (verdict === 'inconclusive' && n > 0) {
    const more = `${needed} more ${isPaired ? 'case' : 'log'}${needed === 1 ? '' : 's'}`;
    caveats.push(
      needed === Number.POSITIVE_INFINITY
        ? 'more of the kind would hardly decide it'
        : `about ${more}${isPaired ? '' : ' a side'} would probably decide it`,
    );
  }
  if (n > 0 && interval[0] >= -margin) {
    caveats.push(`failures rarer than about ${formatShare(3 / n)} would not show`);
  }
  if (unpaired.length > 0) {
    caveats.push(`${formatCount(unpaired.length, 'case')} that one side lacks left out`);
  }
  return [...caveats, ...toIgnored(result)];
}

/** Scores that do not count must not go unsaid: what is left may look better than all of it. */
function toIgnored({ ignored, told }: Described): string[] {
  const { outOfRange, duplicates, withoutCase = 0 } = ignored;
  const unscored = Math.max(0, ignored.unscored - told);
  const left = [
    ...(unscored > 0 ? [`${formatCount(unscored, 'log')} without a score`] : []),
    ...(outOfRange > 0 ? [`${formatCount(outOfRange, 'score')} not from 0 to 10`] : []),
    ...(withoutCase > 0 ? [`${formatCount(withoutCase, 'log')} without a case`] : []),
  ];
  return [
    ...(left.length > 0 ? [`left out: ${left.join(', ')}`] : []),
    ...(duplicates > 0 ? [`${formatCount(duplicates, 'duplicate')} averaged`] : []),
  ];
}
