import { toTailOfT } from './to-tail-of-t.ts';

/**
 * The value that Student's t with `df` degrees of freedom exceeds with probability `tail`, for
 * 0 < tail ≤ 1/2. Newton's steps on the logarithm of the tail, halved where they leave the bracket.
 */
export function toQuantileOfT(tail: number, df: number): number {
  if (tail >= 0.5) return 0;
  let low = 0;
  let high = 1;
  while (toTailOfT(high, df) > tail) {
    low = high;
    high *= 2;
  }
  let t = (low + high) / 2;
  for (let step = 0; step < 200; step += 1) {
    const probability = toTailOfT(t, df);
    if (probability > tail) low = t;
    else high = t;
    const next = t + (Math.log(probability / tail) * probability) / toDensityOfT(t, df);
    const inside = next > low && next < high ? next : (low + high) / 2;
    if (Math.abs(inside - t) <= 1e-15 * t) return inside;
    t = inside;
  }
  return t;
}

/** The density, by the slope of the tail: the steps need it only roughly. */
function toDensityOfT(t: number, df: number): number {
  const width = 1e-5 * Math.max(t, 1e-3);
  return (toTailOfT(t - width, df) - toTailOfT(t + width, df)) / (2 * width);
}
