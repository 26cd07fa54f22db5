import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { PromptCrafterClient } from '../../../src/index.ts';
import { createTestApi, type TestApi } from '../../../src/testing/index.ts';

let api: TestApi;
let promptId: string;
let client: PromptCrafterClient;
let startedAt: number;
/** Lists whose time is known. */
let seen: number;

beforeEach(async () => {
  api = createTestApi();
  promptId = api.seed({ prompts: [{}] }).prompts[0]?._id ?? '';
  client = new PromptCrafterClient({ fetch: api.fetch, token: await api.token() });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
  startedAt = Date.now();
  seen = 0;
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Creates a log whose answer is lost, so that it is looked for a second later. */
function createInDoubt(output: string) {
  const headers = { 'retry-after': '1' };
  api.fail({ on: 'createLog', with: { status: 503, afterStore: true, headers } });
  return client.createLog({ promptId, output, modelUsed: 'gpt-4o' });
}

/** Lets time pass, and gives when lists were asked for in it, in ms since the beginning. */
async function pass(ms: number): Promise<number[]> {
  const times: number[] = [];
  for (let passed = 0; passed < ms; passed += 50) {
    await vi.advanceTimersByTimeAsync(50);
    // The test API answers in turns of the event loop.
    await new Promise((resolve) => setImmediate(resolve));
    const lists = api.requests.filter(({ operation }) => operation === 'getLogsByPrompt');
    while (seen < lists.length) {
      times.push(Date.now() - startedAt);
      seen += 1;
    }
  }
  return times;
}

it('a look waits for the call that joined it last', async () => {
  const first = createInDoubt('first');
  expect(await pass(400)).toEqual([]);
  const second = createInDoubt('second');
  expect(await pass(1_600)).toEqual([1_400]);
  expect((await Promise.all([first, second])).map(({ output }) => output)).toEqual([
    'first',
    'second',
  ]);
  expect(api.logs).toHaveLength(2);
});

it('a call that a look would come too soon for has a look of its own', async () => {
  const first = createInDoubt('first');
  await pass(500);
  const second = createInDoubt('second');
  expect(await pass(700)).toEqual([]);
  const third = createInDoubt('third');
  expect(await pass(2_000)).toEqual([1_500, 2_200]);
  await Promise.all([first, second, third]);
  expect(api.logs).toHaveLength(3);
});

it('calls share no look in workerd, where one request must not wait for another', async () => {
  vi.stubGlobal('navigator', { userAgent: 'Cloudflare-Workers' });
  const calls = [createInDoubt('first'), createInDoubt('second')];
  expect(await pass(2_000)).toEqual([1_000, 1_000]);
  await Promise.all(calls);
  expect(api.logs).toHaveLength(2);
});
