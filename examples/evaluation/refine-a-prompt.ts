// Tries a rewritten prompt on what people ask, and takes it over if it answers better.
import PromptCrafterClient from 'promptcrafter-client';
import { compareRuns, createJudge, evaluate } from 'promptcrafter-client/evals';
import { createNodeFetch } from 'promptcrafter-client/node';
import { askModel } from './ask-model.ts';

const client = new PromptCrafterClient({ fetch: createNodeFetch() });
const prompt = await client.getPromptById(process.env.PROMPTCRAFTER_PROMPT_ID ?? 'prompt101');
const rewritten = { ...prompt, content: 'Answer kindly, in three sentences: {question}' };

const judge = createJudge({
  rubric: '10: right, and kind. 5: right, but cold. 0: wrong.',
  ask: async (text, { signal }) => (await askModel(text, signal)).output,
});
const questions = ['Refund?', 'Opening hours?', 'Broken lid?', 'Sizes?', 'Gift card?', 'Returns?'];
const options = {
  client,
  cases: questions.map((question) => ({ id: question, variables: { question } })),
  task: ({ text, signal }: { text: string; signal: AbortSignal }) => askModel(text, signal),
  scorers: { judge },
};
const before = await evaluate({ ...options, prompts: [prompt] });
const after = await evaluate({ ...options, prompts: [rewritten] });

const { verdict, text, pairs } = compareRuns(before, after);
console.log(text);
for (const { case: id, difference } of pairs.slice(0, 3)) console.log(`${difference} ${id}`);

if (verdict === 'better') {
  await client.updatePrompt(prompt._id, { content: rewritten.content });
  console.log('The rewritten prompt is the prompt now.');
}
