const { createServer } = require('node:net');
const sdk = require('promptcrafter-client');
const { compareScores } = require('promptcrafter-client/evals');
const { decodeMeta, encodeMeta } = require('promptcrafter-client/meta');
const { observe } = require('promptcrafter-client/observe');
const { createPromptStore, renderPrompt } = require('promptcrafter-client/prompts');
const { createTestApi } = require('promptcrafter-client/testing');

/** The plain jsdom of Jest has neither `fetch` nor its classes. */
const isPlainJsdom = typeof Response !== 'function';
const isJsdom = typeof window === 'object';
const inPlainJsdom = isPlainJsdom ? test : test.skip;
const withClasses = isPlainJsdom ? test.skip : test;

const log = { _id: 'log1', promptId: 'prompt1', output: 'Flut 🌊', modelUsed: 'm', createdAt: '' };
const input = { promptId: 'prompt1', output: 'Flut 🌊', modelUsed: 'm' };

async function errorOf(promise) {
  const value = await promise.catch((error) => ({ error }));
  expect(value).toHaveProperty('error');
  return value.error;
}

/** A test API on a socket of its own, with the prompt that `input` is for. */
async function startApi() {
  const api = createTestApi();
  api.seed({ prompts: [{ _id: 'prompt1', title: 'Tides', content: 'Explain {topic}.' }] });
  const server = await api.listen();
  const options = { baseUrl: server.url, token: await api.token() };
  return { api, options, [Symbol.asyncDispose]: () => server.close() };
}

inPlainJsdom('a fetch of the user’s is enough', async () => {
  const answer = { status: 200, headers: { get: () => null }, text: async () => '[]' };
  const client = new sdk.PromptCrafterClient({ token: 't', fetch: async () => answer });
  expect(await client.getLogs()).toEqual([]);
  const created = { ...answer, status: 201, text: async () => JSON.stringify(log) };
  const creating = new sdk.PromptCrafterClient({ token: 't', fetch: async () => created });
  expect(await creating.createLog(input)).toEqual(log);
});

inPlainJsdom('what is missing is named', async () => {
  const error = await errorOf(new sdk.PromptCrafterClient({ token: 't' }).createLog(input));
  expect(error).toBeInstanceOf(sdk.PromptCrafterConnectionError);
  expect(error.message).toContain('this platform has no fetch. Nothing was sent');
  expect(() => createTestApi()).toThrow('this platform has no Request, Response, TextEncoder');
});

test('rooms without a network work', async () => {
  expect(renderPrompt({ _id: 'p', content: 'Explain {topic}.' }, { topic: 'ebb' }).toString()).toBe(
    'Explain ebb.',
  );
  expect(decodeMeta(encodeMeta('Good.', { ms: 5 }))).toEqual({ notes: 'Good.', meta: { ms: 5 } });
  const { verdict } = await compareScores([1, 2, 3, 4, 5, 6], [3, 4, 5, 6, 7, 8]);
  expect(verdict).toBe('inconclusive');
});

withClasses('a log whose answer was lost is found, in memory', async () => {
  const api = createTestApi();
  api.seed({ prompts: [{ _id: 'prompt1' }] });
  const client = new sdk.PromptCrafterClient({ token: await api.token(), fetch: api.fetch });
  api.fail({ with: 'reset-after-store' });
  const stored = await client.createLog(input);
  expect(api.logs).toEqual([stored]);
  expect(await client.getLogs()).toEqual([stored]);
  expect(await errorOf(client.deleteLog('log9'))).toBeInstanceOf(sdk.NotFoundError);
});

withClasses('a log whose answer was lost is found, over a socket', async () => {
  const { api, options, ...resources } = await startApi();
  try {
    const client = new sdk.PromptCrafterClient(options);
    api.fail({ with: 'reset-after-store' });
    const stored = await client.createLog(input);
    const logs = [];
    for await (const one of client.iterateLogs('prompt1')) logs.push(one);
    expect(logs).toEqual([stored]);
    const prompt = await createPromptStore(client).get('prompt1');
    expect(prompt.title).toBe('Tides');
  } finally {
    await resources[Symbol.asyncDispose]();
  }
});

withClasses('what was never sent is known for it', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  const baseUrl = `http://127.0.0.1:${port}`;
  const client = new sdk.PromptCrafterClient({ baseUrl, token: 't', maxRetries: 0 });
  const error = await errorOf(client.createLog(input));
  expect(error).toBeInstanceOf(sdk.PromptCrafterConnectionError);
  expect(error).toMatchObject({ outcome: 'not-applied', cause: { message: 'fetch failed' } });
  expect(error.message).toContain('ECONNREFUSED');
});

withClasses('an abort ends a call', async () => {
  const { api, options, ...resources } = await startApi();
  try {
    api.fail({ with: 'hang' });
    const controller = new AbortController();
    const call = new sdk.PromptCrafterClient(options).getLogs({ signal: controller.signal });
    call.catch(() => undefined);
    while (api.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    controller.abort();
    expect(await errorOf(call)).toMatchObject({ name: 'AbortError' });
  } finally {
    await resources[Symbol.asyncDispose]();
  }
});

withClasses('hooks run, or say why they cannot', async () => {
  const { api, options, ...resources } = await startApi();
  try {
    const hooks = {
      beforeRequest: ({ request }) => request.headers.set('x-trace', 'yes'),
      afterResponse: ({ response }) => void seen.push(response.status),
    };
    const seen = [];
    const client = new sdk.PromptCrafterClient({ ...options, hooks });
    if (isJsdom) {
      const error = await errorOf(client.createLog(input));
      expect(error).toMatchObject({ outcome: 'not-applied', attempts: 0 });
      expect(error.cause.message).toContain('AbortSignal');
    } else {
      await client.createLog(input);
      expect(seen).toEqual([201]);
      expect(api.requests[0].headers['x-trace']).toBe('yes');
    }
  } finally {
    await resources[Symbol.asyncDispose]();
  }
});

withClasses('an observed answer is logged', async () => {
  const logs = [];
  const message = { role: 'assistant', content: 'The moon.' };
  const tap = observe({
    queue: { log: (one) => logs.push(one) },
    promptId: 'prompt1',
    fetch: async () => Response.json({ model: 'm', choices: [{ index: 0, message }] }),
  });
  const body = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'Why?' }] });
  const response = await tap('https://api.test/v1/chat/completions', { method: 'POST', body });
  expect((await response.json()).model).toBe('m');
  while (logs.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(logs[0]).toMatchObject({ promptId: 'prompt1', output: 'The moon.', modelUsed: 'm' });
});
