import { createRandom } from './create-random.ts';

/** How many rearrangements are sampled where there are too many to count. */
export const samples = 9_999;

/** What is in a random subset of values: their sum, and how many they are. */
export interface SampledSubsets {
  readonly sums: Float64Array;
  readonly sizes: Float64Array;
}

/**
 * Draws subsets that hold each value with probability 1/2, independently of the others. It takes 32
 * values at a time for all of the subsets, and of these eight at a time, from a table of the sums of
 * their 256 subsets: the tables stay in the processor's cache, however many values there are.
 */
export function sampleSubsets(values: ArrayLike<number>, seed: number): SampledSubsets {
  const sums = new Float64Array(samples);
  const sizes = new Float64Array(samples);
  const table = new Float64Array(4 * 256);
  const random = createRandom(seed);
  for (let from = 0; from < values.length; from += 32) {
    fillTable(table, values, from);
    const mask = -1 >>> Math.max(0, from + 32 - values.length);
    for (let sample = 0; sample < samples; sample += 1) {
      const bits = random() & mask;
      const sum =
        (table[bits & 0xff] ?? 0) +
        (table[256 + ((bits >>> 8) & 0xff)] ?? 0) +
        (table[512 + ((bits >>> 16) & 0xff)] ?? 0) +
        (table[768 + (bits >>> 24)] ?? 0);
      sums[sample] = (sums[sample] ?? 0) + sum;
      sizes[sample] = (sizes[sample] ?? 0) + countBits(bits);
    }
  }
  return { sums, sizes };
}

/** The sum of a subset is that of the subset without its last value, and that value. */
function fillTable(table: Float64Array, values: ArrayLike<number>, from: number): void {
  for (let index = 0; index < 32; index += 1) {
    const start = (index >> 3) * 256;
    const half = 1 << (index & 7);
    const value = values[from + index] ?? 0;
    for (let subset = 0; subset < half; subset += 1) {
      table[start + half + subset] = (table[start + subset] ?? 0) + value;
    }
  }
}

/** How many of 32 bits are set, counted side by side (Warren, "Hacker's Delight", 5-1). */
function countBits(bits: number): number {
  const pairs = bits - ((bits >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
