// Asks a model of OpenAI, plain and streamed. All that it answers is logged.
import OpenAI from 'openai';
import PromptCrafterClient from 'promptcrafter-client';
import { observe } from 'promptcrafter-client/observe';
import { ensurePrompt, renderPrompt } from 'promptcrafter-client/prompts';
import { createLogQueue } from 'promptcrafter-client/queue';

// The token comes from PROMPTCRAFTER_TOKEN, OpenAI's key from OPENAI_API_KEY.
const client = new PromptCrafterClient();
const queue = createLogQueue(client);
const openai = new OpenAI({ fetch: observe({ queue, logger: console }) });

const { prompt } = await ensurePrompt(client, {
  title: 'History tutor',
  content: 'Explain {topic} to a ten-year-old.',
  model: 'gpt-4o',
});

/** A question whose answer is linked to the prompt, since it contains the rendered text. */
const ask = (topic: string) => ({
  model: prompt.model,
  messages: [{ role: 'user' as const, content: `${renderPrompt(prompt, { topic })}` }],
});

const completion = await openai.chat.completions.create(ask('steam engines'));
console.log(completion.choices[0]?.message.content);

for await (const chunk of await openai.chat.completions.create({ ...ask('rain'), stream: true })) {
  process.stdout.write(chunk.choices[0]?.delta.content ?? '');
}
process.stdout.write('\n');

const { stored } = await queue.close();
console.log(`${stored} answer(s) logged.`);
