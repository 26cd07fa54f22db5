import { createTestApi } from '../../src/testing/index.ts';
import { projectRoot } from '../support/project-root.ts';
import { walkScripts } from './walk-scripts.ts';

// Logs an output and reads it back with the built package, against the API in memory.
const api = createTestApi();
api.seed({ users: [{ name: 'Ada' }], prompts: [{ _id: 'prompt101' }] });
await using server = await api.listen();

await walkScripts(
  [
    { file: 'examples/log-output.ts', promised: /^Log saved successfully with ID: \S+$/m },
    { file: 'examples/read-logs.ts', promised: /^Found 1 log\(s\) for prompt ID prompt101\b/m },
  ],
  {
    cwd: projectRoot,
    env: {
      PROMPTCRAFTER_BASE_URL: server.url,
      PROMPTCRAFTER_TOKEN: await api.token(),
      PROMPTCRAFTER_PROMPT_ID: 'prompt101',
    },
  },
  (text) => process.stdout.write(text),
);
