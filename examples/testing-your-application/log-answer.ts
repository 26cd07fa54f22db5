import { PromptCrafterClient } from 'promptcrafter-client';

/** Logs what a model answered, and gives the id of the log. */
export async function logAnswer(
  promptId: string,
  answer: string,
  client = new PromptCrafterClient(),
): Promise<string> {
  const log = await client.createLog({ promptId, output: answer, modelUsed: 'gpt-4o' });
  return log._id;
}
