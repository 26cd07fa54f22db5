import type { VariableValue } from '../../core/prompt-variables.ts';
import { fillPlaceholders } from '../../core/render-prompt.ts';
import type { Prompt } from '../../core/schemas/prompt.ts';
import type { EvalCase } from './evaluate-options.ts';

/** A prompt, filled in with what a case has for its placeholders. */
export interface RenderedCase {
  readonly text: string;
  readonly variables: Readonly<Record<string, VariableValue>>;
  /** By placeholder, what is wrong with the case's variable. */
  readonly issues: ReadonlyMap<string, string>;
}

/**
 * Renders a case. What it has beside the placeholders may be another prompt's. An observed model is
 * not told of the text: the run itself logs the answer.
 */
export function renderCase({ content }: Prompt, { variables = {} }: EvalCase): RenderedCase {
  const { text, used, issues } = fillPlaceholders(content, variables);
  return { text, variables: Object.fromEntries(used), issues };
}
