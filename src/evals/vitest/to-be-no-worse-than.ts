import { compareRuns } from '../compare/compare-runs.ts';
import type { ComparisonOptions } from '../compare/comparison.ts';
import type { Run } from '../run/run.ts';
import { judgeGate } from './judge-gate.ts';
import type { GateMatcherOptions, MatcherResult, MatcherState } from './matcher-types.ts';

/** How runs are compared, and how the gate judges. */
export type NoWorseOptions = GateMatcherOptions &
  Pick<ComparisonOptions, 'confidence' | 'margin' | 'seed'>;

/**
 * A matcher for `expect.extend`: passes if a run is surely no worse than a baseline by more than the
 * margin. The message of one that is shows the three worst cases, what was answered to
 * them, and why rows failed.
 *
 * @example
 * ```ts
 * import { evaluate, findRun } from 'promptcrafter-client/evals';
 * import { toBeNoWorseThan } from 'promptcrafter-client/vitest';
 *
 * expect.extend({ toBeNoWorseThan });
 *
 * it('answers as well as the accepted run', async () => {
 *   const run = await evaluate({
 *     client,
 *     prompts: ['prompt104'],
 *     cases: [{ id: 'steam', expected: 'piston' }],
 *     task: ({ text }) => `A piston, says ${text}`,
 *     scorers: { mentions: ({ output, expected }) => (output.includes(expected) ? 10 : 0) },
 *   });
 *   const baseline = await findRun(client, 'prompt104', { label: 'accepted' });
 *   if (baseline) expect(run).toBeNoWorseThan(baseline, { margin: 0.5 });
 *   else await run.label('accepted');
 * });
 * ```
 */
export function toBeNoWorseThan(
  this: MatcherState,
  received: Run,
  baseline: Run | undefined,
  options: NoWorseOptions = {},
): MatcherResult {
  if (!isRun(received))
    refuse('what was expected to be no worse is no run. Give what evaluate gives, awaited');
  if (baseline === undefined) {
    refuse('there is no baseline. Label a run that is good enough: await run.label("accepted")');
  }
  if (!isRun(baseline)) refuse('the baseline is no run. Give what findRun gives, awaited');
  const { confidence, margin, seed } = options;
  const comparison = compareRuns(baseline, received, { confidence, margin, seed });
  return judgeGate(this, comparison, options, received.results);
}

function isRun(value: unknown): value is Run {
  const { results, counts, of } = Object(value) as Partial<Run>;
  return Array.isArray(results) && typeof counts === 'object' && typeof of === 'function';
}

function refuse(reason: string): never {
  throw new TypeError(`Failed to judge gate: ${reason}.`);
}
