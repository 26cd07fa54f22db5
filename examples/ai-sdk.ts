// Asks a model through the AI SDK, with a middleware that logs what it answers.
import { openai } from '@ai-sdk/openai';
import { streamText, wrapLanguageModel } from 'ai';
import PromptCrafterClient from 'promptcrafter-client';
import { logMiddleware } from 'promptcrafter-client/ai-sdk';
import { createPromptStore, renderPrompt } from 'promptcrafter-client/prompts';
import { createLogQueue } from 'promptcrafter-client/queue';

const promptId = process.env.PROMPTCRAFTER_PROMPT_ID ?? 'prompt101';

// The token comes from PROMPTCRAFTER_TOKEN, OpenAI's key from OPENAI_API_KEY.
const client = new PromptCrafterClient();
const queue = createLogQueue(client);
const text = renderPrompt(await createPromptStore(client).get(promptId));

const model = wrapLanguageModel({
  model: openai('gpt-4o'),
  middleware: logMiddleware({ queue, prompt: text }),
});

for await (const part of streamText({ model, prompt: `${text}` }).textStream) {
  process.stdout.write(part);
}
process.stdout.write('\n');

const { stored } = await queue.close();
console.log(`${stored} answer(s) logged.`);
