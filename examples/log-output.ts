// Logs what a model answered to a prompt.
import PromptCrafterClient from 'promptcrafter-client';

const promptId = process.env.PROMPTCRAFTER_PROMPT_ID ?? 'prompt101';

// The token comes from PROMPTCRAFTER_TOKEN.
const client = new PromptCrafterClient();

const log = await client.createLog({
  promptId,
  output: 'A rainbow is sunlight that raindrops have sorted by colour.',
  modelUsed: 'gpt-4o',
  notes: 'Short enough for a five-year-old.',
  score: 9,
});

console.log(`Log saved successfully with ID: ${log._id}`);
