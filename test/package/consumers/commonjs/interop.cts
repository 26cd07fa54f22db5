import PromptCrafterClient, {
  type Log,
  type PromptCrafterClient as Named,
  NotFoundError,
  type Prompt,
} from 'promptcrafter-client';

import SingleFile = require('promptcrafter-client/promptcrafter-client.js');

const client: Named = new PromptCrafterClient({ logger: console });

export const single: PromptCrafterClient = new SingleFile();

export async function read(promptId: string): Promise<[Prompt, Log[]] | undefined> {
  try {
    return [await client.getPromptById(promptId), await client.getLogsByPrompt(promptId)];
  } catch (error) {
    if (error instanceof NotFoundError && error.status === 404) return undefined;
    throw error;
  }
}

// @ts-expect-error a prompt without a title
client.createPrompt({ content: '', model: 'm' });
