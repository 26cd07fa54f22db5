// Tells which of two prompts writes the better copy, and writes a page to look at.
import { writeFile } from 'node:fs/promises';
import PromptCrafterClient from 'promptcrafter-client';
import { compareRuns, createJudge, evaluate } from 'promptcrafter-client/evals';
import { createNodeFetch } from 'promptcrafter-client/node';
import { askModel } from './ask-model.ts';

const { PROMPT_A = 'prompt101', PROMPT_B = 'prompt102', REPORT = 'report.html' } = process.env;
const products = ['kettle', 'lamp', 'tent', 'violin', 'scarf', 'teapot', 'ladder', 'globe'];

const run = await evaluate({
  client: new PromptCrafterClient({ fetch: createNodeFetch() }),
  name: process.env.RUN ?? 'copy-2026-11',
  prompts: [PROMPT_A, PROMPT_B],
  cases: products.map((product) => ({ id: product, variables: { product } })),
  trials: 2,
  task: ({ text, signal }) => askModel(text, signal),
  scorers: {
    short: ({ output }) => (output.length <= 280 ? 10 : 0),
    judge: createJudge({
      rubric: '10: I would buy it. 0: I would close the page.',
      ask: async (text, { signal }) => (await askModel(text, signal)).output,
    }),
  },
  score: 'judge',
});

console.log(compareRuns(run.of(PROMPT_A), run.of(PROMPT_B)).text);
await writeFile(REPORT, run.toHTML());
