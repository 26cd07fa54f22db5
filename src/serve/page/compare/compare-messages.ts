import type { Comparison, ScoreSummary } from '../../../evals/index.ts';
import type { ErrorFacts } from '../describe-error.ts';
import type { Side } from './side.ts';

/** What the worker is asked. */
export interface CompareRequest {
  readonly baseUrl: string;
  readonly token: string;
  readonly a: Side;
  readonly b: Side;
}

/** One case, and what was answered on both sides. */
export interface ComparedCase {
  readonly case: string;
  readonly a: number;
  readonly b: number;
  readonly difference: number;
  readonly outputs: readonly [a: string, b: string];
}

/** What the worker finds. Of the cases it sends those in which the sides differ most. */
export interface CompareResult {
  readonly comparison: Omit<Comparison, 'pairs' | 'unpaired'>;
  readonly summaries: readonly [a: ScoreSummary, b: ScoreSummary];
  readonly cases: readonly ComparedCase[];
  /** How many cases there are. */
  readonly pairs: number;
  readonly unpaired: number;
}

/** What the worker says. */
export type CompareAnswer =
  | { readonly kind: 'progress'; readonly text: string }
  | { readonly kind: 'result'; readonly result: CompareResult }
  | { readonly kind: 'error'; readonly error: ErrorFacts };
