/** A median, and half the width of the interval that holds it in 95 of 100 repetitions. */
export interface Figure {
  readonly median: number;
  readonly margin: number;
}

export function toMedian(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

const resamples = 1_000;

/** The median with its bootstrap interval. */
export function toFigure(values: readonly number[]): Figure {
  const pick = () => values[Math.floor(Math.random() * values.length)] ?? Number.NaN;
  const medians = Array.from({ length: resamples }, () => toMedian(values.map(pick)));
  medians.sort((a, b) => a - b);
  const at = (share: number) => medians[Math.floor(share * (resamples - 1))] ?? Number.NaN;
  return { median: toMedian(values), margin: (at(0.975) - at(0.025)) / 2 };
}

/** In an order that no client can be lucky with. */
export function shuffle<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, key: Math.random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}
