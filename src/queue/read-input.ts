import { PromptCrafterValidationError } from '../core/errors.ts';
import { type CreateLogInput, type LogBody, logBodySchema } from '../core/schemas/log.ts';
import type { LogFailure } from './tally.ts';

/** Copies an input as the API is sent it, or says why it cannot be sent. */
export function readInput(input: CreateLogInput): LogBody | LogFailure {
  let issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[];
  try {
    const checked = logBodySchema.safeParse(input);
    if (checked.success) return checked.data;
    ({ issues } = checked.error);
  } catch {
    // A getter, or a proxy, that throws.
    issues = [{ path: [], message: 'cannot be read' }];
  }
  const shown = issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message }));
  const what = shown.map(({ path, message }) => `${path || 'it'} ${message}`).slice(0, 3);
  const error = new PromptCrafterValidationError(
    `Failed to log an output: ${what.join('; ')}. Nothing was sent.`,
    { issues: shown, method: 'POST', route: '/logs' },
  );
  return { input, error, outcome: 'not-applied' };
}
