import type { Comparison } from './comparison.ts';
import { fewestForSame } from './to-verdict.ts';

/** What a gate says: only `pass` is a pass. */
export type GateResult = 'pass' | 'fail' | 'inconclusive';

/** How a gate judges. */
export interface GateOptions {
  /**
   * By how many points b may be worse.
   * @defaultValue the comparison's own margin
   */
  readonly margin?: number | undefined;
}

/** What a gate looks at: a comparison, also one that went through JSON. */
export type Gated = Pick<Comparison, 'verdict' | 'interval' | 'n' | 'margin'> & {
  readonly incomplete?: { readonly failed: number; readonly skipped: number } | undefined;
};

/**
 * Judges a comparison as a check in CI does: `pass` if b is surely not worse than a by more than the
 * margin, `fail` if it is surely worse and not surely within the margin, else `inconclusive`. With rows
 * that failed or were skipped nothing passes, and with fewer than four cases only what is better.
 *
 * @example
 * ```ts
 * import { compareScores, gate } from 'promptcrafter-client/evals';
 *
 * const result = await compareScores([7, 8, 7, 6, 8, 7], [8, 9, 8, 7, 9, 9]);
 * if (gate(result) !== 'pass') process.exitCode = 1;
 * ```
 */
export function gate(result: Gated, options: GateOptions = {}): GateResult {
  const { verdict, interval, n, incomplete } = result;
  const margin = options.margin ?? result.margin ?? 0.5;
  const [low] = interval;
  const isWithin = low >= -margin && (verdict === 'better' || n >= fewestForSame);
  if (isWithin) return isComplete(incomplete) ? 'pass' : 'inconclusive';
  return verdict === 'worse' ? 'fail' : 'inconclusive';
}

const isComplete = (incomplete: Gated['incomplete']) =>
  !incomplete || incomplete.failed + incomplete.skipped === 0;
