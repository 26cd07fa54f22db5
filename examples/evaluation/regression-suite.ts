// Fails a build whose prompt answers worse than the run that was accepted last.
import PromptCrafterClient from 'promptcrafter-client';
import { compareRuns, evaluate, findRun, gate } from 'promptcrafter-client/evals';
import { createNodeFetch } from 'promptcrafter-client/node';
import { askModel } from './ask-model.ts';

const { PROMPTCRAFTER_PROMPT_ID: promptId = 'prompt101', COMMIT = 'local', ACCEPT } = process.env;
const client = new PromptCrafterClient({ fetch: createNodeFetch() });

const run = await evaluate({
  client,
  name: `build-${COMMIT}`, // The same build again goes on where it ended.
  prompts: [promptId],
  cases: Array.from({ length: 80 }, (_, index) => ({
    id: `sum-${index + 1}`,
    variables: { question: `${index} + 7` },
    expected: String(index + 7),
  })),
  task: ({ text, signal }) => askModel(text, signal),
  scorers: { right: ({ output, expected }) => (output.includes(expected) ? 10 : 0) },
  budget: { calls: 500 },
});
console.log(run.toText());

const baseline = await findRun(client, promptId, { label: 'accepted' });
const result = baseline && compareRuns(baseline, run);
const verdict = result ? gate(result) : 'inconclusive';
console.log(result?.text ?? 'Nothing is accepted yet.');
console.log(`The gate says ${verdict}.`);

if (verdict === 'pass' || ACCEPT) await run.label('accepted');
else process.exitCode = verdict === 'fail' ? 1 : 2;
