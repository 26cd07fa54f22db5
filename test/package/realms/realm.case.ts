import * as sdk from 'promptcrafter-client';
import { createTestApi } from 'promptcrafter-client/testing';
import { expect, test } from 'vitest';

const api = createTestApi();
const { prompts } = api.seed({ prompts: [{ title: 'Tides' }] });
const input = { promptId: prompts[0]._id, output: 'Flut 🌊', modelUsed: 'm' };
const inMemory = new sdk.PromptCrafterClient({ token: await api.token(), fetch: api.fetch });

test('a log whose answer was lost is found', async () => {
  api.fail({ with: 'reset-after-store' });
  const log = await inMemory.createLog(input);
  expect(api.logs).toEqual([log]);
  const logs = [];
  for await (const one of inMemory.iterateLogs()) logs.push(one);
  expect(logs).toEqual([log]);
});

test('what was never sent is known for it', async () => {
  const client = new sdk.PromptCrafterClient({ baseUrl: 'http://127.0.0.1:1', token: 't' });
  const error = await client.createLog(input).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(sdk.PromptCrafterConnectionError);
  expect(error).toMatchObject({ outcome: 'not-applied', cause: { message: 'fetch failed' } });
});

test('an abort ends a call', async () => {
  api.fail({ with: 'hang' });
  const controller = new AbortController();
  const before = api.requests.length;
  const call = inMemory.getLogs({ signal: controller.signal }).catch((thrown: unknown) => thrown);
  await expect.poll(() => api.requests.length).toBe(before + 1);
  controller.abort();
  expect(await call).toMatchObject({ name: 'AbortError' });
});

test('hooks run around the platform’s fetch', async () => {
  const server = await api.listen();
  const seen: number[] = [];
  const client = new sdk.PromptCrafterClient({
    baseUrl: server.url,
    token: await api.token(),
    hooks: {
      beforeRequest: ({ request }) => request.headers.set('x-trace', 'yes'),
      afterResponse: ({ response }) => void seen.push(response.status),
    },
  });
  await client.createLog({ ...input, output: 'Ebbe' });
  await server.close();
  expect(seen).toEqual([201]);
  expect(api.requests.at(-1)?.headers['x-trace']).toBe('yes');
});
