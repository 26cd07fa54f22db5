// Fails a build whose prompt answers worse than the run that was accepted last.
import PromptCrafterClient from 'promptcrafter-client';
import { compareRuns, evaluate, findRun, gate } from 'promptcrafter-client/evals';
import { createNodeFetch } from 'promptcrafter-client/node';
import { askModel } from './ask-model.ts';

const { PROMPTCRAFTER_PROMPT_ID: promptId = 'prompt101', ACCEPT } = process.env;
const { GITHUB_SHA, CI_COMMIT_SHA = new Date().toISOString() } = process.env;
const client = new PromptCrafterClient({ fetch: createNodeFetch() });

const run = await evaluate({
  client,
  // A run of the same name goes on where it ended, and asks nothing again.
  name: `build-${GITHUB_SHA ?? CI_COMMIT_SHA}`,
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

const baseline = await findRun(client, promptId, { label: 'accepted', except: run.name });
const result = baseline && compareRuns(baseline, run);
const verdict = result ? gate(result) : 'inconclusive';
const hint = 'Nothing is accepted yet: read the answers, then run with ACCEPT=yes.';
console.log(result?.text ?? hint);
console.log(`The gate says ${verdict}.`);

// By hand: were every run that passes the next baseline, small steps down would add up unseen.
if (ACCEPT) await run.label('accepted');
else process.exitCode = { pass: 0, fail: 1, inconclusive: 2 }[verdict];
