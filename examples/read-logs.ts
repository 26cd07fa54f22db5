// Reads the logs of a prompt.
import PromptCrafterClient, { NotFoundError } from 'promptcrafter-client';

const promptId = process.env.PROMPTCRAFTER_PROMPT_ID ?? 'prompt101';

// The token comes from PROMPTCRAFTER_TOKEN.
const client = new PromptCrafterClient();

try {
  const logs = await client.getLogsByPrompt(promptId);
  console.log(`Found ${logs.length} log(s) for prompt ID ${promptId}:`);
  for (const { _id, score } of logs) console.log(`- ${_id}, score ${score ?? 'not given'}`);
} catch (error) {
  // The API answers alike where a prompt does not exist and where it has no logs yet.
  if (!(error instanceof NotFoundError)) throw error;
  console.log(`No logs for prompt ID ${promptId}.`);
}
