import { toSuperiority } from '../statistics/to-superiority.ts';
import { compareGroups } from './compare-groups.ts';
import { comparePairs } from './compare-pairs.ts';
import type { ComparedPair, Comparison, IgnoredScores } from './comparison.ts';
import { countNeeded } from './count-needed.ts';
import { describeComparison } from './describe-comparison.ts';
import type { Evidence } from './evidence.ts';
import { averageExactly, type Observation, type Side, toSide } from './observations.ts';
import type { ComparisonSettings } from './resolve-comparison-options.ts';
import { toVerdict } from './to-verdict.ts';
import { wholeScale } from './widen-point.ts';

/** What two sides scored, sorted out and tested. */
export interface TestedSides {
  readonly a: Side;
  readonly b: Side;
  readonly pairs: readonly ComparedPair[];
  readonly evidence: Evidence;
}

/** Compares what two sides scored: by case if a log has one, else as two groups. */
export function compareObservations(
  ofA: readonly Observation[],
  ofB: readonly Observation[],
  settings: ComparisonSettings,
): Comparison {
  return concludeFrom(testSides(ofA, ofB, settings), settings);
}

/** Does what there is to do before a verdict, which several scorers may make stricter. */
export function testSides(
  ofA: readonly Observation[],
  ofB: readonly Observation[],
  settings: ComparisonSettings,
): TestedSides {
  const isPaired = [ofA, ofB].some((side) => side.some((one) => one.case !== undefined));
  const a = toSide(ofA, isPaired);
  const b = toSide(ofB, isPaired);
  const pairs = isPaired ? toPairs(a, b) : [];
  return { a, b, pairs, evidence: findEvidence(a, b, isPaired ? pairs : undefined, settings) };
}

/** Comes to a verdict; remarks are added to its sentence. */
export function concludeFrom(
  { a, b, pairs, evidence }: TestedSides,
  settings: ComparisonSettings,
  { pValue = evidence.pValue, remarks = [] }: { pValue?: number; remarks?: readonly string[] } = {},
): Comparison {
  const { difference, interval, test, sizes, isPaired } = evidence;
  const { confidence, margin } = settings;
  const n = Math.min(...sizes);
  const verdict = n === 0 ? 'inconclusive' : toVerdict(pValue, interval, n, settings);
  const result = {
    verdict,
    difference,
    interval,
    pValue,
    test,
    effect: toSuperiority(a.scores, b.scores),
    n,
    pairs: [...pairs].sort((x, y) => x.difference - y.difference),
    unpaired: toUnpaired(a, b),
    ignored: toIgnored(a, b),
    needed: verdict === 'inconclusive' ? countNeeded(evidence, settings) : 0,
  };
  const text = describeComparison({ ...result, isPaired, confidence, margin }, remarks);
  return { ...result, text, confidence, margin };
}

function findEvidence(
  a: Side,
  b: Side,
  pairs: readonly ComparedPair[] | undefined,
  settings: ComparisonSettings,
): Evidence {
  const sizes = pairs ? [pairs.length] : [a.scores.length, b.scores.length];
  if (sizes.includes(0)) {
    return {
      difference: Number.NaN,
      pValue: 1,
      test: 'none',
      interval: wholeScale,
      isPaired: pairs !== undefined,
      sizes,
      variances: sizes.map(() => Number.NaN),
    };
  }
  return pairs
    ? comparePairs(
        pairs.map(({ difference }) => difference),
        settings,
      )
    : compareGroups(a.scores, b.scores, settings);
}

/** Sorted by case, so that neither the order of the logs nor that of the sides matters. */
function toPairs(a: Side, b: Side): ComparedPair[] {
  const pairs: ComparedPair[] = [];
  for (const [id, scores] of a.cases) {
    const others = b.cases.get(id);
    if (!others) continue;
    const pair = { a: averageExactly(scores), b: averageExactly(others) };
    pairs.push({ case: id, ...pair, difference: pair.b - pair.a });
  }
  return pairs.sort((x, y) => (x.case < y.case ? -1 : 1));
}

function toUnpaired(a: Side, b: Side): string[] {
  const lacking = (one: Side, other: Side) =>
    [...one.cases.keys()].filter((id) => !other.cases.has(id));
  return [...lacking(a, b), ...lacking(b, a)].sort();
}

function toIgnored(a: Side, b: Side): IgnoredScores {
  const withoutCase = a.withoutCase + b.withoutCase;
  return {
    unscored: a.unscored + b.unscored,
    outOfRange: a.outOfRange + b.outOfRange,
    duplicates: a.duplicates + b.duplicates,
    ...(withoutCase > 0 && { withoutCase }),
  };
}
