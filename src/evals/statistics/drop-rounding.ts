/** What rounding leaves of a difference that is none: scores are at most 10. */
const rounding = 1e-11;

/** A difference of scores, 0 where only rounding tells them apart. */
export function dropRounding(difference: number): number {
  return Math.abs(difference) <= rounding ? 0 : difference;
}
