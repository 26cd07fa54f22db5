/** Scores and how likely each is. */
export type Distribution = readonly (readonly [score: number, probability: number])[];

const normalize = (weights: readonly number[]): Distribution => {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight, score) => [score, weight / total]);
};

/** Whole scores from 0 to 10, as models get them. */
export const distributions = {
  /** Mostly good, with a long tail of bad ones. */
  skewed: normalize([2, 2, 2, 3, 4, 6, 9, 14, 22, 26, 10]),
  /** Nearly everything is an 8. */
  tied: normalize([0, 0, 0, 0, 0, 0, 1, 3, 20, 2, 1]),
  /** Right or wrong, with some noise around both. */
  bimodal: normalize([6, 10, 6, 1, 0, 0, 0, 1, 6, 10, 6]),
  /** Right or wrong, and nothing else. */
  binary: normalize([40, 0, 0, 0, 0, 0, 0, 0, 0, 0, 60]),
  /** Good but for rare failures. */
  failing: normalize([5, 0, 0, 0, 0, 0, 0, 0, 0, 75, 20]),
  /** As people who use the whole scale. */
  broad: normalize([1, 2, 3, 4, 5, 6, 6, 5, 4, 3, 2]),
} satisfies Record<string, Distribution>;

export type DistributionName = keyof typeof distributions;

export function toMeanOf(distribution: Distribution): number {
  return distribution.reduce((sum, [score, probability]) => sum + score * probability, 0);
}

/** The same distribution, each score lower by 1 with a probability, so that the mean falls by as much. */
export function lower(distribution: Distribution, share: number): Distribution {
  return distribution.flatMap(([score, probability]) =>
    score === 0
      ? [[score, probability] as const]
      : [[score, probability * (1 - share)] as const, [score - 1, probability * share] as const],
  );
}

/** Draws one score; `random` gives numbers from 0 to 1. */
export function draw(distribution: Distribution, random: () => number): number {
  let left = random();
  for (const [score, probability] of distribution) {
    left -= probability;
    if (left < 0) return score;
  }
  return distribution.at(-1)?.[0] ?? 0;
}
