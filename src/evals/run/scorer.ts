import type { Prompt } from '../../core/schemas/prompt.ts';
import type { EvalCase } from './evaluate-options.ts';

/** What a scorer is given. */
export interface ScorerInput<Case extends EvalCase = EvalCase> {
  /** What the model answered. */
  readonly output: string;
  /** What the case expects. */
  readonly expected: Case['expected'];
  /** What was asked: the prompt, filled in. */
  readonly input: string;
  readonly case: Case;
  readonly prompt: Prompt;
  /** From 1 on. */
  readonly trial: number;
  /** Aborted when the run is, or when the time is up. */
  readonly signal: AbortSignal;
}

/**
 * What a scorer delivers: a score from 0 to 10, with a reason or without; or, where it has a `name`,
 * one from 0 to 1, as autoevals gives it. `null` is a failure.
 */
export type ScorerOutput =
  | number
  | null
  | { readonly score: number | null; readonly reason?: string | undefined }
  | { readonly name: string; readonly score: number | null; readonly metadata?: unknown };

/** Scores an answer. */
export type Scorer<Case extends EvalCase = EvalCase> = (
  input: ScorerInput<Case>,
) => ScorerOutput | Promise<ScorerOutput>;
