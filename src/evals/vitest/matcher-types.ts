import type { GateOptions } from '../compare/gate.ts';

/** How a matcher judges. */
export interface GateMatcherOptions extends GateOptions {
  /**
   * What becomes of a test whose gate is `inconclusive`.
   * @defaultValue `'fail'`
   */
  readonly inconclusive?: 'fail' | 'skip' | undefined;
}

/** What a matcher needs of the state that vitest gives it. */
export interface MatcherState {
  /** The test that it stands in. */
  readonly task?: SkippableTest | undefined;
}

/** A test that can be skipped while it runs. */
export interface SkippableTest {
  readonly context: SkippingContext;
}

/** What skips a test. */
export interface SkippingContext {
  /** Skips the test, by throwing. */
  skip(note?: string): unknown;
}

/** What a matcher gives vitest. */
export interface MatcherResult {
  readonly pass: boolean;
  /** What to say where it is not as expected. */
  message(): string;
}
