import { expect, it, onTestFinished } from 'vitest';
import { type OperationName, operations } from '../../src/core/operations.ts';
import { openBackend } from '../../src/serve/backend.ts';

async function openBackends() {
  const backend = await openBackend({ passwordCost: 2 });
  onTestFinished(() => backend.close());
  await backend.seed({
    users: [{ _id: 'ada' }, { _id: 'eve' }],
    prompts: [{ _id: 'prompt104', ownerId: 'ada', title: 'Secret title' }],
    logs: [{ _id: 'log106', promptId: 'prompt104', output: 'Secret output.' }],
  });
  return backend;
}

/** What Eve tries with the ids of Ada's records, and the status that she gets. */
const attempts: Record<
  Exclude<OperationName, 'signup' | 'login'>,
  [path: string, status: number, json?: unknown]
> = {
  getPrompts: ['/prompts', 200],
  createPrompt: [
    '/prompts',
    201,
    { _id: 'prompt104', ownerId: 'ada', title: 'Mine', content: 'x', model: 'm' },
  ],
  getPromptById: ['/prompts/prompt104', 403],
  updatePrompt: ['/prompts/prompt104', 403, { title: 'Mine', ownerId: 'eve' }],
  deletePrompt: ['/prompts/prompt104', 403],
  searchPrompts: ['/search?q=secret', 200],
  getLogs: ['/logs', 200],
  getLogsByPrompt: ['/logs?promptId=prompt104', 403],
  createLog: ['/logs', 404, { promptId: 'prompt104', output: 'Mine.', modelUsed: 'm' }],
  deleteLog: ['/logs/log106', 403],
};

it.each(Object.entries(attempts))('%s reaches nothing of another user', async (name, attempt) => {
  const { app, store, token } = await openBackends();
  const [path, status, json] = attempt;
  const read = () => Promise.all([store.findPrompt('prompt104'), store.findLog('log106')]);
  const before = await read();
  const response = await app.fetch(
    new Request(`http://localhost${path}`, {
      method: operations[name as OperationName].method,
      headers: {
        Authorization: `Bearer ${await token('eve')}`,
        'Content-Type': 'application/json',
      },
      body: json === undefined ? null : JSON.stringify(json),
    }),
  );

  expect(response.status).toBe(status);
  const text = await response.text();
  expect(text).not.toContain('Secret');
  expect(text).not.toContain('"ada"');
  expect(await read()).toEqual(before);
});

it('checks a password also for an email that nobody has', async () => {
  const { app, token } = await openBackends();
  await token('eve');
  const login = async (email: string) => {
    const body = JSON.stringify({ email, password: 'wrong-password' });
    const headers = { 'Content-Type': 'application/json' };
    const url = 'http://localhost/auth/login';
    const response = await app.fetch(new Request(url, { method: 'POST', headers, body }));
    return [response.status, await response.text()];
  };

  expect(await login('nobody@example.com')).toEqual(await login('ada@example.com'));
});
