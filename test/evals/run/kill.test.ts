import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTestApi, type Listener } from '../../../src/testing/index.ts';

const api = createTestApi();
let server: Listener;

beforeEach(async () => {
  api.reset();
  api.seed({ users: [{}], prompts: [{ _id: 'prompt101', content: 'Answer {question}' }] });
  server = await api.listen();
});
afterEach(() => server.close());

/** Runs the program, and kills it while it asks the model, once it is told to. */
async function run(isToDie: () => boolean = () => false): Promise<string[]> {
  const { PATH = '', HOME = '' } = process.env;
  const program = fileURLToPath(new URL('killed-run.ts', import.meta.url));
  const child = spawn(process.execPath, [program], {
    env: { PATH, HOME, PROMPTCRAFTER_BASE_URL: server.url, PROMPTCRAFTER_TOKEN: await api.token() },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
    if (isToDie()) child.kill('SIGKILL');
  });
  await new Promise((resolve) => child.once('close', resolve));
  return printed.trim().split('\n');
}

it('a run that was killed goes on, and asks nothing again that was logged', async () => {
  await run(() => api.logs.length >= 3);
  const logged = api.logs.length;
  expect(logged).toBeGreaterThan(0);
  expect(logged).toBeLessThan(12);

  await run(() => api.logs.length > logged);
  const later = api.logs.length;
  expect(later).toBeGreaterThan(logged);

  const printed = await run();
  expect(JSON.parse(printed.at(-1) ?? '')).toEqual({
    done: 12,
    failed: 0,
    skipped: 0,
    resumed: later,
    unlogged: 0,
  });
  expect(printed).toHaveLength(12 - later + 1);
  expect(new Set(api.logs.map(({ output }) => output)).size).toBe(12);
  expect(api.logs).toHaveLength(12);
});
