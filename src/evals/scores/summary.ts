import type { Log } from '../../core/schemas/log.ts';
import type { Interval } from '../statistics/interval.ts';

/** What logs are grouped by; a function gives the key of a log. */
export type SummaryKey = 'model' | 'prompt' | 'version' | 'run' | 'case' | 'scorer' | 'day';

/** How to summarize. All of it is optional. */
export interface SummaryOptions {
  /**
   * What makes a group; logs that have none of it are in the group `''`.
   * @defaultValue one group, `'all'`
   */
  readonly by?: SummaryKey | ((log: Log) => string) | undefined;
  /**
   * Two scorers, by name, whose agreement is wanted; `'score'` stands for the score of the log itself,
   * whoever gave it: `['judge', 'score']`.
   */
  readonly agreement?: readonly [string, string] | undefined;
  /**
   * How sure the interval of the mean is.
   * @defaultValue `0.95`
   */
  readonly confidence?: number | undefined;
}

/** What is known of the scores of a group of logs. */
export interface ScoreSummary {
  readonly key: string;
  /** All logs. */
  readonly n: number;
  /** Those with a score from 0 to 10. */
  readonly scored: number;
  /** Scores below 0 or above 10, which count nowhere; absent if there are none. */
  readonly outOfRange?: number;
  /** Absent where nothing is scored. */
  readonly mean?: number;
  /** Student's confidence interval of the mean; absent where nothing varies. */
  readonly interval?: Interval;
  /** Absent where nothing is scored. */
  readonly median?: number;
  /** How many logs have each score, from 0 to 10; others are rounded. */
  readonly counts: readonly number[];
  /** Present where it was asked for. */
  readonly agreement?: ScorerAgreement;
}

/** How far two scorers agree on the logs that both have scored. */
export interface ScorerAgreement {
  /** Logs that both have scored. */
  readonly n: number;
  /**
   * Lin's concordance, which is Cohen's kappa with quadratic weights: 1 for the same scores, about 0
   * for what chance gives. Absent where it cannot be told.
   */
  readonly concordance?: number;
  /** By how many points the second scores higher than the first, on average; absent if n is 0. */
  readonly difference?: number;
  /** Share of the logs on which they are at most one point apart; absent if n is 0. */
  readonly withinOne?: number;
}
