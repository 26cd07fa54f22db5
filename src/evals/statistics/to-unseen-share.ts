/**
 * The largest share of cases that may be different although n of them were all alike:
 * 1 − (α/2)^(1/n), the upper end of Clopper and Pearson's (1934) interval where none of n fails. For
 * large n and α = 0.05 it is about 3.7/n.
 */
export function toUnseenShare(n: number, alpha: number): number {
  return -Math.expm1(Math.log(alpha / 2) / n);
}
