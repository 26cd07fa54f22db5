import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PromptCrafterClient } from '../../../src/index.ts';
import { createTestApi, type TestApi } from '../../../src/testing/index.ts';

let api: TestApi;
let sent: RequestInit[];

beforeEach(() => {
  api = createTestApi();
  api.seed({ prompts: [{ _id: 'prompt1' }], logs: [{ _id: 'log1' }] });
  sent = [];
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    sent.push(init);
    return api.fetch(url, init);
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

const log = { promptId: 'prompt1', output: 'Yes 🙂', modelUsed: 'gpt-4o' };

async function createAndDelete(options = {}) {
  const client = new PromptCrafterClient({ token: await api.token(), ...options });
  await client.createLog(log);
  await client.deleteLog('log1');
}

test('elsewhere a body is text, and a connection may be used again', async () => {
  await createAndDelete();
  expect(sent.map(({ body, keepalive }) => [typeof body, keepalive])).toEqual([
    ['string', undefined],
    ['undefined', undefined],
  ]);
});

test('Deno is given a body that it does not send twice', async () => {
  vi.stubGlobal('Deno', {});
  await createAndDelete();
  expect(sent[0]?.body).toBeInstanceOf(Blob);
  expect(sent[1]).not.toHaveProperty('body');
  expect(api.requests[0]?.body).toEqual(log);
  expect(api.requests[0]?.headers['content-type']).toBe('application/json');
});

test('Bun is asked for a fresh connection to delete', async () => {
  vi.stubGlobal('Bun', {});
  await createAndDelete();
  expect(sent.map(({ keepalive }) => keepalive)).toEqual([undefined, false]);
});

test.each(['Deno', 'Bun'])("the user's own fetch is given the same in %s", async (platform) => {
  vi.stubGlobal(platform, {});
  const own: RequestInit[] = [];
  await createAndDelete({
    fetch: (url: string, init: RequestInit) => {
      own.push(init);
      return api.fetch(url, init);
    },
  });
  expect(typeof own[0]?.body).toBe('string');
  expect(own[1]).not.toHaveProperty('keepalive');
});
