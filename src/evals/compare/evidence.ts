import type { Interval } from '../statistics/interval.ts';

/** What a test finds. */
export interface Evidence {
  /** b − a. */
  readonly difference: number;
  readonly pValue: number;
  readonly test: string;
  readonly interval: Interval;
  readonly isPaired: boolean;
  /** How many values each mean is of, and how they vary: of the pairs, or of a and of b. */
  readonly sizes: readonly number[];
  readonly variances: readonly number[];
}
