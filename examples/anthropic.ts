// Asks a model of Anthropic. All that it answers is logged to one prompt, without what was asked.
import Anthropic from '@anthropic-ai/sdk';
import PromptCrafterClient from 'promptcrafter-client';
import { observe } from 'promptcrafter-client/observe';
import { createLogQueue } from 'promptcrafter-client/queue';

const promptId = process.env.PROMPTCRAFTER_PROMPT_ID ?? 'prompt101';

// The token comes from PROMPTCRAFTER_TOKEN, Anthropic's key from ANTHROPIC_API_KEY.
const queue = createLogQueue(new PromptCrafterClient());
const anthropic = new Anthropic({ fetch: observe({ queue, promptId, input: false }) });

const stream = anthropic.messages.stream({
  model: 'claude-opus-5',
  max_tokens: 1_000,
  messages: [{ role: 'user', content: 'Why is the sky blue?' }],
});
stream.on('text', (text) => process.stdout.write(text));
await stream.finalMessage();
process.stdout.write('\n');

const { stored } = await queue.close();
console.log(`${stored} answer(s) logged.`);
