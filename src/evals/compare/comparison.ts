import type { Log } from '../../core/schemas/log.ts';
import type { Interval } from '../statistics/interval.ts';

/** What a comparison says of b: `same` lies within the margin, `inconclusive` needs more cases. */
export type Verdict = 'better' | 'worse' | 'same' | 'inconclusive';

/** What is compared: logs, or bare scores. */
export type Scores = Iterable<Log | number> | AsyncIterable<Log | number>;

/** How to compare. All of it is optional. */
export interface ComparisonOptions {
  /**
   * How sure a verdict is, between 0 and 1.
   * @defaultValue `0.95`
   */
  readonly confidence?: number | undefined;
  /**
   * The largest difference, in points, that does not matter.
   * @defaultValue `0.5`
   */
  readonly margin?: number | undefined;
  /**
   * What makes two logs a pair: `'case'`, which is `meta.case` wherever a log has one; a function that
   * gives the id of a case, also by the position in its list; or `'none'`.
   * @defaultValue `'case'`
   */
  readonly pairBy?: PairBy | undefined;
  /**
   * Where the sampling starts: the same seed and input give the same result.
   * @defaultValue `1`
   */
  readonly seed?: number | undefined;
}

/** What makes two logs a pair. */
export type PairBy =
  | 'case'
  | 'none'
  | ((log: Log | number, index: number) => string | number | undefined);

/** One case as both sides scored it. */
export interface ComparedPair {
  /** Id of the case. */
  readonly case: string;
  /** Mean of a's trials. */
  readonly a: number;
  /** Mean of b's trials. */
  readonly b: number;
  /** b − a, in points. */
  readonly difference: number;
}

/** What was left out of a comparison, or put together. */
export interface IgnoredScores {
  /** Logs without a score. */
  readonly unscored: number;
  /** Scores below 0 or above 10. */
  readonly outOfRange: number;
  /** Logs of a case and trial that had one already: they were averaged. */
  readonly duplicates: number;
  /** Logs without a case, where others have one; absent if there are none. */
  readonly withoutCase?: number;
}

/** How b compares to a. */
export interface Comparison {
  readonly verdict: Verdict;
  /** b − a, in points: of the means by case, or of all logs if unpaired. `NaN` without data. */
  readonly difference: number;
  /** Confidence interval of the difference; `[-10, 10]` where there are too few logs for one. */
  readonly interval: Interval;
  /** Two-sided; of one scorer among several it is Holm's. */
  readonly pValue: number;
  /** Which test gave it: `sign-flip, exact`, `permutation, sampled (9999)`, or `none`. */
  readonly test: string;
  /** Probability that a log of b scores above one of a, ties half, over all pairs of logs. */
  readonly effect: number;
  /** Pairs, or the logs of the smaller side if unpaired. */
  readonly n: number;
  /** The cases that both sides have, the one in which b lost most first. */
  readonly pairs: readonly ComparedPair[];
  /** Ids of the cases that one side lacks. */
  readonly unpaired: readonly string[];
  readonly ignored: IgnoredScores;
  /**
   * About how many more pairs (logs a side, if unpaired) give an 80 % chance of a verdict, if the
   * spread stays as it is; 0 where it is decided, `Infinity` where no number would do.
   */
  readonly needed: number;
  /** The result as one sentence. */
  readonly text: string;
  /** How sure the verdict is. */
  readonly confidence: number;
  /** The largest difference that does not matter, in points. */
  readonly margin: number;
}
