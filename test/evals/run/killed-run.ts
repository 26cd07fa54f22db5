/** A run for a test to kill: it prints a line each time that it asks the model. */
import { evaluate } from '../../../src/evals/index.ts';
import { PromptCrafterClient } from '../../../src/index.ts';
import { toCases } from '../support/create-lab.ts';

const run = await evaluate({
  client: new PromptCrafterClient(),
  prompts: ['prompt101'],
  name: 'killed',
  cases: toCases(12),
  concurrency: 2,
  task: async ({ text, case: { id } }) => {
    process.stdout.write(`${id}\n`);
    await new Promise((resolve) => setTimeout(resolve, 30));
    return { output: text };
  },
  scorers: { even: () => 5 },
});
process.stdout.write(`${JSON.stringify(run.counts)}\n`);
