import { sampleSubsets, samples } from './sample-subsets.ts';

/** The sign-flip permutation test of differences, and the flips that it was made of. */
export interface SignFlips {
  /** Two-sided: twice the smaller tail, at most 1. */
  readonly pValue: number;
  readonly isExact: boolean;
  /** Of each flip that changes something, the mean of the differences that it flips. */
  readonly means: Float64Array;
  /** How many flips there are, those included that change nothing. */
  readonly total: number;
}

/** Up to 2^20 flips are counted one by one. */
const mostCounted = 20;

/** What rounding leaves of a sum that is none: scores are at most 10. */
const rounding = 1e-11;

/**
 * Tests whether differences are as likely to be negative as to be positive (Fisher 1935): the share
 * of sign changes that leave their mean as far from 0 as it is, or farther. A difference of 0 has no
 * sign to change, so that ties leave the p-value as it is.
 *
 * A flip makes the sum no smaller just if the differences that it flips have a sum of at most 0.
 */
export function flipSigns(differences: readonly number[], seed: number): SignFlips {
  const moved = differences.filter((difference) => Math.abs(difference) > rounding);
  const ties = differences.length - moved.length;
  const isExact = moved.length <= mostCounted;
  const flips =
    differences.length <= mostCounted
      ? flipAll([...moved, ...new Array<number>(ties).fill(0)])
      : flipSome(moved, ties, seed);
  const pValue = toPValue(isExact ? flipAll(moved).sums : flips.sums);
  return { pValue, isExact, means: toMeans(flips), total: flips.sums.length };
}

/** Of each flip, the sum of the differences that it flips and how many they are. */
interface Flips {
  readonly sums: Float64Array;
  readonly sizes: Float64Array;
}

/** All 2^n flips; the bits of an index say which differences are flipped. */
function flipAll(differences: readonly number[]): Flips {
  const sums = new Float64Array(2 ** differences.length);
  const sizes = new Float64Array(sums.length);
  for (const [bit, difference] of differences.entries()) {
    const half = 2 ** bit;
    for (let flip = 0; flip < half; flip += 1) {
      sums[half + flip] = (sums[flip] ?? 0) + difference;
      sizes[half + flip] = (sizes[flip] ?? 0) + 1;
    }
  }
  return { sums, sizes };
}

/**
 * Sampled flips, and the one that changes nothing. The ties have a seed of their own, so that the
 * others are flipped alike however many ties there are.
 */
function flipSome(moved: readonly number[], ties: number, seed: number): Flips {
  const sampled = sampleSubsets(moved, seed);
  const tied = sampleSubsets(new Float64Array(ties), seed + 1);
  const sums = new Float64Array(samples + 1);
  const sizes = new Float64Array(samples + 1);
  sums.set(sampled.sums);
  for (const [flip, size] of sampled.sizes.entries()) {
    sizes[flip] = size + (tied.sizes[flip] ?? 0);
  }
  return { sums, sizes };
}

function toPValue(sums: Float64Array): number {
  let up = 0;
  let down = 0;
  for (const sum of sums) {
    if (sum <= rounding) up += 1;
    if (sum >= -rounding) down += 1;
  }
  return Math.min(1, (2 * Math.min(up, down)) / sums.length);
}

/** Of the flips that change something. There can be a million. */
function toMeans({ sums, sizes }: Flips): Float64Array {
  const means = new Float64Array(sums.length);
  let count = 0;
  for (let flip = 0; flip < sums.length; flip += 1) {
    const size = sizes[flip] ?? 0;
    const sum = sums[flip] ?? 0;
    if (size === 0) continue;
    means[count] = Math.abs(sum) <= rounding ? 0 : sum / size;
    count += 1;
  }
  return means.subarray(0, count);
}
