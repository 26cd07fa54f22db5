import type { ComparisonOptions } from '../compare/comparison.ts';
import type { Run } from '../run/run.ts';

/** What a report compares, and how. */
export interface ReportOptions extends ComparisonOptions {
  /**
   * A run that each prompt is compared to.
   * @defaultValue the run's first prompt, to which the others are compared
   */
  readonly baseline?: Run | undefined;
}
