import { type Choices, countChoices } from './count-choices.ts';
import { countChoicesBySum } from './count-choices-by-sum.ts';
import { createRandom } from './create-random.ts';
import { samples } from './sample-subsets.ts';

/** The permutation test of two groups. */
export interface GroupPermutation {
  /** Two-sided: twice the smaller tail, at most 1. */
  readonly pValue: number;
  readonly isExact: boolean;
}

const mostChoices = 2 ** 20;
const mostSteps = 2 ** 26;

/**
 * Tests whether two groups of values come from one distribution (Fisher 1935, Pitman 1937): the share
 * of ways to deal the values to groups of these sizes that make the difference of the means as large as
 * it is, or larger. All ways are counted where that is feasible, else some are sampled.
 *
 * As the total is given, the sum of one group says it all. It is that of the smaller group, or of the
 * one with the lower sum, so that to swap the groups swaps the tails and nothing else.
 */
export function permuteGroups(
  a: readonly number[],
  b: readonly number[],
  seed: number,
): GroupPermutation {
  const [x, y] = [a, b]
    .map((group) => ({ group, sum: toSum(group) }))
    .sort((one, other) => one.group.length - other.group.length || one.sum - other.sum);
  if (!x || !y || x.group.length === 0) return { pValue: 1, isExact: true };
  const values = [...toSorted(x.group), ...toSorted(y.group)];
  const counted = countAll(values, x.group.length, x.sum);
  const { below, equal, above } = counted ?? sampleChoices(values, x.group.length, x.sum, seed);
  const total = below + equal + above;
  const smaller = Math.min(below, above) + equal;
  return { pValue: Math.min(1, (2 * smaller) / total), isExact: counted !== undefined };
}

const toSum = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

const toSorted = (values: readonly number[]) => [...values].sort((x, y) => x - y);

function countAll(values: readonly number[], size: number, sum: number): Choices | undefined {
  const lowest = Math.min(...toExtremes(values));
  const highest = Math.max(...toExtremes(values));
  const steps = values.length * size * size * (highest - lowest);
  if (steps <= mostSteps && values.every(Number.isInteger)) {
    const raised = values.map((value) => value - lowest);
    return countChoicesBySum(raised, size, sum - lowest * size);
  }
  return isFewChoices(values.length, size) ? countChoices(values, size, sum) : undefined;
}

/** Of two sorted groups, one after the other, the ends hold the extremes; an array could be too long. */
function toExtremes(values: readonly number[]): readonly [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}

function isFewChoices(n: number, size: number): boolean {
  let choices = 1;
  for (let chosen = 1; chosen <= size && choices <= mostChoices; chosen += 1) {
    choices = (choices * (n - size + chosen)) / chosen;
  }
  return choices <= mostChoices;
}

/** Fisher and Yates' shuffle, of as many places as are asked for. The actual groups are one sample. */
function sampleChoices(
  values: readonly number[],
  size: number,
  sum: number,
  seed: number,
): Choices {
  // Bytes stay in the processor's cache, where a hundred thousand doubles do not.
  const isSmall = values.every((value) => Number.isInteger(value) && value >= 0 && value < 256);
  const pool = isSmall ? Uint8Array.from(values) : Float64Array.from(values);
  const random = createRandom(seed);
  const counts = { below: 0, equal: 1, above: 0 };
  const rounding = 1e-13 * values.length;
  for (let sample = 0; sample < samples; sample += 1) {
    let chosen = 0;
    for (let place = 0; place < size; place += 1) {
      const from = place + Math.floor((random() / 2 ** 32) * (pool.length - place));
      const value = pool[from] ?? 0;
      pool[from] = pool[place] ?? 0;
      pool[place] = value;
      chosen += value;
    }
    if (Math.abs(chosen - sum) <= rounding) counts.equal += 1;
    else if (chosen < sum) counts.below += 1;
    else counts.above += 1;
  }
  return counts;
}
