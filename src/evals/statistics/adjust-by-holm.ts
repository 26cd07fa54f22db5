/**
 * Holm's (1979) p-values for several tests of one experiment: the i-th smallest of m, counted from 1,
 * times m − i + 1, never below a smaller one's, at most 1. In the order given.
 */
export function adjustByHolm(pValues: readonly number[]): number[] {
  const order = pValues.map((p, index) => ({ p, index })).sort((x, y) => x.p - y.p);
  const adjusted: number[] = [];
  let largest = 0;
  for (const [rank, { p, index }] of order.entries()) {
    largest = Math.max(largest, Math.min(1, p * (pValues.length - rank)));
    adjusted[index] = largest;
  }
  return adjusted;
}
