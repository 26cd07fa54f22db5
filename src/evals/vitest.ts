/**
 * Matchers for vitest 4 and 5: a gate is an expectation like any other.
 *
 * @module promptcrafter-client/vitest
 */
import type { Run } from './run/run.ts';
import type { GateMatcherOptions } from './vitest/matcher-types.ts';
import type { NoWorseOptions } from './vitest/to-be-no-worse-than.ts';

export type {
  GateMatcherOptions,
  MatcherResult,
  MatcherState,
  SkippableTest,
  SkippingContext,
} from './vitest/matcher-types.ts';
export { type NoWorseOptions, toBeNoWorseThan } from './vitest/to-be-no-worse-than.ts';
export { toPassGate } from './vitest/to-pass-gate.ts';

declare global {
  // The one place where vitest 4 and 5 both look for the types of matchers.
  namespace Chai {
    interface Assertion {
      /** Passes if a comparison passes its gate. */
      toPassGate(options?: GateMatcherOptions): void;
      /** Passes if a run is surely no worse than a baseline by more than the margin. */
      toBeNoWorseThan(baseline: Run | undefined, options?: NoWorseOptions): void;
    }
  }
}
