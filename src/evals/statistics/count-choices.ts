/** How many choices of m among n values have a sum below, equal to, and above a given one. */
export interface Choices {
  readonly below: number;
  readonly equal: number;
  readonly above: number;
}

/** What rounding leaves of equal sums. */
const rounding = 1e-9;

/** Looks at each choice in turn; there are n! / (m! (n − m)!). */
export function countChoices(values: readonly number[], size: number, sum: number): Choices {
  const counts = { below: 0, equal: 0, above: 0 };
  const choose = (from: number, left: number, chosen: number) => {
    if (left === 0) {
      if (Math.abs(chosen - sum) <= rounding) counts.equal += 1;
      else if (chosen < sum) counts.below += 1;
      else counts.above += 1;
      return;
    }
    for (let index = from; index <= values.length - left; index += 1) {
      choose(index + 1, left - 1, chosen + (values[index] ?? 0));
    }
  };
  choose(0, size, 0);
  return counts;
}
