import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { PromptCrafterClient } from '../../src/index.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { startServe } from './serve-process.ts';

const seed = {
  users: [{ email: 'ada@example.com', password: 'a-long-secret' }],
  prompts: [{ _id: 'prompt104' }],
};

it('keeps users, records and tokens over a restart', async () => {
  await using folder = await createTemporaryFolder();
  const args = ['--data', join(folder.path, 'data.db'), '--seed', join(folder.path, 'seed.json')];
  await writeFile(join(folder.path, 'seed.json'), JSON.stringify(seed));
  await using first = await startServe(...args);
  const before = new PromptCrafterClient({ baseUrl: first.url, token: first.token });
  const log = await before.createLog({ promptId: 'prompt104', output: 'é🙂', modelUsed: 'm' });
  const bob = { email: 'bob@example.com', password: 'another-secret' };
  await before.signup({ name: 'Bob', ...bob });
  await first.end('SIGTERM');

  await using second = await startServe(...args);
  const after = new PromptCrafterClient({ baseUrl: second.url, token: first.token });
  expect(await after.getLogs()).toEqual([log]);
  expect(await after.getPrompts()).toMatchObject([{ _id: 'prompt104' }]);
  after.setToken(second.token);
  expect(await after.getLogs()).toEqual([log]);
  await after.login(bob);
  expect(await after.getLogs()).toEqual([]);
});

it('has every log that it acknowledged before it was killed', async () => {
  await using folder = await createTemporaryFolder();
  const args = ['--data', join(folder.path, 'data.db'), '--seed', join(folder.path, 'seed.json')];
  await writeFile(join(folder.path, 'seed.json'), JSON.stringify(seed));
  await using first = await startServe('--quiet', ...args);
  const acknowledged: string[] = [];

  async function writeOn(): Promise<void> {
    const headers = {
      Authorization: `Bearer ${first.token}`,
      'Content-Type': 'application/json',
    };
    const body = JSON.stringify({ promptId: 'prompt104', output: 'Yes.', modelUsed: 'm' });
    for (;;) {
      const response = await fetch(`${first.url}/logs`, { method: 'POST', headers, body });
      acknowledged.push((await response.json())._id);
      if (acknowledged.length === 2000) void first.end('SIGKILL');
    }
  }
  const writers = await Promise.allSettled(Array.from({ length: 32 }, writeOn));
  expect(writers.every(({ status }) => status === 'rejected')).toBe(true);
  expect(acknowledged.length).toBeGreaterThanOrEqual(2000);

  await using second = await startServe('--quiet', ...args);
  const client = new PromptCrafterClient({ baseUrl: second.url, token: second.token });
  const stored = new Set((await client.getLogsByPrompt('prompt104')).map(({ _id }) => _id));
  expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
});
