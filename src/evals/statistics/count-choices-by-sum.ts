import type { Choices } from './count-choices.ts';

/**
 * The same as {@link countChoices} for whole numbers of at least 0, in n · m · m · (the largest value)
 * steps: value by value, how many choices of j have the sum s (Pagano and Tritchler 1983). Counts are
 * right to a relative 10⁻¹³, whatever their size.
 */
export function countChoicesBySum(values: readonly number[], size: number, sum: number): Choices {
  const ascending = [...values].sort((x, y) => x - y);
  const width = ascending.slice(-size).reduce((total, value) => total + value, 0) + 1;
  const ways = new Float64Array((size + 1) * width);
  ways[0] = 1;
  for (const [index, value] of ascending.entries()) {
    const needed = Math.max(1, size - (values.length - index - 1));
    for (let chosen = Math.min(size, index + 1); chosen >= needed; chosen -= 1) {
      const from = (chosen - 1) * width;
      const to = chosen * width + value;
      // No choice of the values so far has a larger sum.
      const end = Math.min(width - value, (chosen - 1) * value + 1);
      for (let s = 0; s < end; s += 1) {
        const more = ways[from + s] ?? 0;
        if (more !== 0) ways[to + s] = (ways[to + s] ?? 0) + more;
      }
    }
  }
  const counts = { below: 0, equal: 0, above: 0 };
  for (const [s, count] of ways.subarray(size * width).entries()) {
    if (s < sum) counts.below += count;
    else if (s > sum) counts.above += count;
    else counts.equal += count;
  }
  return counts;
}
