import { PromptCrafterValidationError } from '../../core/errors.ts';
import type { ComparisonOptions, PairBy } from './comparison.ts';

/** Options with the defaults filled in. */
export interface ComparisonSettings {
  readonly confidence: number;
  /** 1 − confidence, without what binary fractions add to it. */
  readonly alpha: number;
  readonly margin: number;
  readonly pairBy: PairBy;
  readonly seed: number;
}

/** @throws `PromptCrafterValidationError` when an option cannot be used. */
export function resolveComparisonOptions(options: ComparisonOptions = {}): ComparisonSettings {
  const { confidence = 0.95, margin = 0.5, pairBy = 'case', seed = 1 } = options;
  assertOption(confidence > 0 && confidence < 1, 'confidence', 'must be a number between 0 and 1');
  assertOption(
    margin >= 0 && margin < Number.POSITIVE_INFINITY,
    'margin',
    'must be a number from 0 on',
  );
  assertOption(Number.isSafeInteger(seed), 'seed', 'must be an integer');
  const isKnown = pairBy === 'case' || pairBy === 'none' || typeof pairBy === 'function';
  assertOption(isKnown, 'pairBy', "must be 'case', 'none' or a function");
  const alpha = Number((1 - confidence).toPrecision(12));
  return { confidence, alpha, margin, pairBy, seed };
}

function assertOption(isRight: boolean, path: string, message: string): void {
  if (isRight) return;
  throw new PromptCrafterValidationError(
    `Failed to compare scores: ${path} ${message}. Correct the options.`,
    { issues: [{ path, message }] },
  );
}
