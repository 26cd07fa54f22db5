import { expect, test } from 'vitest';
import { PromptCrafterClient } from '../../src/index.ts';
import { createTestApi } from '../../src/testing/index.ts';

const account = { email: 'ada@example.com', password: 'a-long-secret' };
const log = { promptId: 'prompt1', output: 'Yes', modelUsed: 'gpt-4o' };
const prompt = { title: 'Translate', content: 'Translate {text}.', model: 'gpt-4o' };

type Call = (client: PromptCrafterClient) => unknown;

const calls: Record<string, Call> = {
  signup: (client) => client.signup({ name: 'Ada', ...account }),
  login: (client) => client.login({ email: 'grace@example.com', password: 'a-long-secret' }),
  getPrompts: (client) => client.getPrompts(),
  createPrompt: (client) => client.createPrompt(prompt),
  getPromptById: (client) => client.getPromptById('prompt1'),
  updatePrompt: (client) => client.updatePrompt('prompt1', { title: 'Again' }),
  deletePrompt: (client) => client.deletePrompt('prompt1'),
  searchPrompts: (client) => client.searchPrompts('first'),
  getLogs: (client) => client.getLogs(),
  getLogsByPrompt: (client) => client.getLogsByPrompt('prompt1'),
  createLog: (client) => client.createLog(log),
  deleteLog: (client) => client.deleteLog('log1'),
};

test.each(Object.entries(calls))('%s costs one request', async (_name, call) => {
  const { api, client } = await createClient();
  await call(client);
  expect(api.requests).toHaveLength(1);
});

test('setToken costs no request', async () => {
  const { api, client } = await createClient();
  client.setToken('another');
  expect(api.requests).toHaveLength(0);
});

async function createClient() {
  const api = createTestApi();
  api.seed({
    users: [{ email: 'grace@example.com', password: 'a-long-secret' }],
    prompts: [{ _id: 'prompt1', title: 'First' }],
    logs: [{ _id: 'log1', promptId: 'prompt1' }],
  });
  return {
    api,
    client: new PromptCrafterClient({
      baseUrl: 'http://localhost:1',
      token: await api.token(),
      fetch: api.fetch,
    }),
  };
}
