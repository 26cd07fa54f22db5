/** How long waits grow, in ms. */
export interface BackoffBounds {
  readonly first: number;
  readonly longest: number;
}

/** Milliseconds to wait after so many waits before: doubling up to a bound, half of it random. */
export function toBackoff({ first, longest }: BackoffBounds, before: number, random: number) {
  const bound = Math.min(longest, first * 2 ** before);
  return bound / 2 + (random * bound) / 2;
}
