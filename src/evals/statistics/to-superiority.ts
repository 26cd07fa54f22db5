/**
 * The probability that a value of b is above one of a, ties counted half: U / (nₐ · n_b) of Mann and
 * Whitney (1947), the "common language effect size". 0.5 says neither; `NaN` where a side is empty.
 */
export function toSuperiority(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const sortedA = Float64Array.from(a).sort();
  const sortedB = Float64Array.from(b).sort();
  let below = 0;
  let upTo = 0;
  let sum = 0;
  for (const value of sortedB) {
    while (below < sortedA.length && (sortedA[below] ?? 0) < value) below += 1;
    upTo = Math.max(upTo, below);
    while (upTo < sortedA.length && (sortedA[upTo] ?? 0) <= value) upTo += 1;
    sum += (below + upTo) / 2;
  }
  return sum / (sortedA.length * sortedB.length);
}
