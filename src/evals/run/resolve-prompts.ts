import type { Prompt } from '../../core/schemas/prompt.ts';
import type { EvalsClient } from '../scores/evals-client.ts';

/** Reads the prompts that are given by id. */
export function resolvePrompts(
  client: Pick<EvalsClient, 'getPromptById'>,
  prompts: readonly (Prompt | string)[],
  signal: AbortSignal | undefined,
): Promise<Prompt[]> {
  return Promise.all(
    prompts.map((prompt) =>
      typeof prompt === 'string' ? client.getPromptById(prompt, { signal }) : prompt,
    ),
  );
}
