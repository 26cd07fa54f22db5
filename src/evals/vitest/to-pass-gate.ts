import type { Comparison } from '../compare/comparison.ts';
import { judgeGate } from './judge-gate.ts';
import type { GateMatcherOptions, MatcherResult, MatcherState } from './matcher-types.ts';

/**
 * A matcher for `expect.extend`: passes if a comparison passes its `gate`. The message of one that
 * does not shows the three worst cases.
 *
 * @example
 * ```ts
 * import { compareScores } from 'promptcrafter-client/evals';
 * import { toPassGate } from 'promptcrafter-client/vitest';
 *
 * expect.extend({ toPassGate });
 *
 * it('is no worse than last week', async () => {
 *   const result = await compareScores([7, 8, 7, 6, 8, 7], [8, 9, 8, 7, 9, 9]);
 *   expect(result).toPassGate({ margin: 0.5 });
 * });
 * ```
 */
export function toPassGate(
  this: MatcherState,
  received: Comparison,
  options: GateMatcherOptions = {},
): MatcherResult {
  if (!isComparison(received)) {
    throw new TypeError(
      'Failed to judge gate: what was expected to pass is no comparison. Give what compareScores or compareRuns gives, awaited.',
    );
  }
  return judgeGate(this, received, options);
}

function isComparison(value: unknown): value is Comparison {
  const { verdict, interval, pairs } = Object(value) as Partial<Comparison>;
  return typeof verdict === 'string' && Array.isArray(interval) && Array.isArray(pairs);
}
