import { entries } from '../../scripts/entries.ts';
import './guide-prelude.ts';
import { createOpenAI } from '@ai-sdk/openai';
import { wrapLanguageModel } from 'ai';
import OpenAI from 'openai';

// A doc comment stands beside what it is about, and need not import it.
for (const { path, formats, peers } of entries) {
  if (path === undefined || !formats.includes('esm') || peers.length > 0) continue;
  Object.assign(globalThis, await import(`promptcrafter-client${path.slice(1)}`));
}

// What those of the prompts and the observer use without making it.
const { createPromptStore } = await import('promptcrafter-client/prompts');
const { observe } = await import('promptcrafter-client/observe');
const { client } = globalThis as unknown as {
  client: import('promptcrafter-client').PromptCrafterClient;
};
const { createLogQueue } = await import('promptcrafter-client/queue');
const queue = createLogQueue(client);
Object.assign(globalThis, {
  OpenAI,
  wrapLanguageModel,
  queue,
  base: createOpenAI()('gpt-4o'),
  openai: new OpenAI({ fetch: observe({ queue, promptId: 'prompt104' }) }),
  prompts: createPromptStore(client),
  prompt: { _id: 'prompt104', content: 'Explain {topic} to a child.' },
});
