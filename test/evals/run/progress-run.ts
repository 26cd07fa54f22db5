/** A run whose standard error is a terminal if it is told so. */
import { evaluate } from '../../../src/evals/index.ts';
import { createLab } from '../support/create-lab.ts';

if (process.argv[2] === 'terminal') process.stderr.isTTY = true;
const { client, plain } = await createLab();
await evaluate({
  client,
  name: 'a \u001B[2J name',
  prompts: [plain],
  cases: [{ id: 'x', variables: { question: 'y' } }],
  task: () => 'An answer.',
});
