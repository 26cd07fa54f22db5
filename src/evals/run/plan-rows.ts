import type { ErrorIssue } from '../../core/errors.ts';
import { toPromptVersion } from '../../core/prompt-version.ts';
import type { Prompt } from '../../core/schemas/prompt.ts';
import type { EvalCase } from './evaluate-options.ts';
import { refuseIssues } from './evaluate-settings.ts';
import { type RenderedCase, renderCase } from './render-case.ts';

/** What is to be asked once. */
export interface PlannedRow<Case extends EvalCase = EvalCase> extends RenderedCase {
  readonly case: Case;
  readonly prompt: Prompt;
  /** Version of the prompt's content. */
  readonly version: string;
  readonly trial: number;
}

/**
 * Lists the rows of a run, case by case, so that a run that is stopped has asked all prompts alike.
 *
 * @throws `PromptCrafterValidationError` that lists all variables that are missing.
 */
export function planRows<Case extends EvalCase>(
  prompts: readonly Prompt[],
  cases: readonly Case[],
  trials: number,
): PlannedRow<Case>[] {
  const rows: PlannedRow<Case>[] = [];
  const issues: ErrorIssue[] = [];
  const versions = prompts.map(({ content }) => toPromptVersion(content));
  for (const [index, one] of cases.entries()) {
    for (const [position, prompt] of prompts.entries()) {
      const rendered = renderCase(prompt, one);
      for (const [name, what] of rendered.issues) {
        const message = `${what} for case ${one.id} of prompt ${prompt._id}`;
        issues.push({ path: `cases[${index}].variables.${name}`, message });
      }
      for (let trial = 1; trial <= trials; trial += 1) {
        rows.push({ ...rendered, case: one, prompt, version: versions[position] ?? '', trial });
      }
    }
  }
  refuseIssues(issues);
  return rows;
}
