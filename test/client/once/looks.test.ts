import { beforeEach, expect, it } from 'vitest';
import { PromptCrafterClient } from '../../../src/index.ts';
import { createTestApi, type TestApi } from '../../../src/testing/index.ts';

let api: TestApi;
let promptIds: readonly string[];
let client: PromptCrafterClient;

beforeEach(async () => {
  api = createTestApi();
  promptIds = api.seed({ prompts: [{}, {}] }).prompts.map(({ _id }) => _id);
  client = new PromptCrafterClient({ fetch: api.fetch, token: await api.token() });
});

const create = (index: number, promptId = promptIds[0] ?? '') =>
  client.createLog({ promptId, output: `Answer ${index}`, modelUsed: 'm' });
const looks = () => api.requests.filter(({ operation }) => operation === 'getLogsByPrompt');

it('ten doubtful creates of a prompt with 30 000 logs cost one list, and let others run meanwhile', async () => {
  api.seed({ logs: Array.from({ length: 30_000 }, (_, at) => ({ output: `Older answer ${at}` })) });
  api.fail({ on: 'createLog', with: 'reset-after-store', times: 10 });
  let turns = 0;
  let isOver = false;
  const count = () => {
    turns += 1;
    if (!isOver) setImmediate(count);
  };
  const calls = Promise.all(Array.from({ length: 10 }, (_, index) => create(index)));
  while (looks().length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  count();
  const logs = await calls;
  isOver = true;
  expect(logs.map(({ output }) => output)).toEqual(logs.map((_, index) => `Answer ${index}`));
  expect(api.logs).toHaveLength(30_010);
  expect(looks()).toHaveLength(1);
  expect(turns).toBeGreaterThan(5);
});

it('lists of several prompts are asked for one by one', async () => {
  api.fail({ on: 'createLog', with: 'reset-after-store', times: 4 });
  await Promise.all([0, 1, 2, 3].map((index) => create(index, promptIds[index % 2])));
  expect(
    looks()
      .map(({ query }) => query.promptId)
      .sort(),
  ).toEqual([...promptIds].sort());
});

it('a caller that gives up leaves the look to the others', async () => {
  api.fail({ on: 'createLog', with: 'reset-after-store', times: 2 });
  const controller = new AbortController();
  const input = { promptId: promptIds[0] ?? '', output: 'Given up', modelUsed: 'm' };
  const left = client.createLog(input, { signal: controller.signal });
  const kept = create(1);
  setTimeout(() => controller.abort(new Error('enough')), 100);
  await expect(left).rejects.toThrow('enough');
  expect((await kept).output).toBe('Answer 1');
  expect(looks()).toHaveLength(1);
});

it('a look that nobody waits for any more is hung up on', async () => {
  let aborted = 0;
  const fetch: typeof api.fetch = async (url, init) => {
    init?.signal?.addEventListener('abort', () => {
      aborted += 1;
    });
    return api.fetch(url, init);
  };
  api.fail({ on: 'createLog', with: 'reset-after-store' });
  api.fail({ on: 'getLogsByPrompt', with: 'hang' });
  const controller = new AbortController();
  const hanging = new PromptCrafterClient({ fetch, token: await api.token() });
  const input = { promptId: promptIds[0] ?? '', output: 'Given up', modelUsed: 'm' };
  const call = hanging.createLog(input, { signal: controller.signal });
  while (looks().length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  controller.abort(new Error('enough'));
  await expect(call).rejects.toThrow('enough');
  await expect.poll(() => aborted).toBe(1);
});

it('calls with headers of their own look by themselves', async () => {
  api.fail({ on: 'createLog', with: 'reset-after-store', times: 2 });
  const input = { promptId: promptIds[0] ?? '', output: 'Mine', modelUsed: 'm' };
  await Promise.all([
    client.createLog(input, { headers: { 'x-team': 'a' } }),
    client.createLog({ ...input, output: 'Yours' }, { headers: { 'x-team': 'b' } }),
  ]);
  expect(
    looks()
      .map(({ headers }) => headers['x-team'])
      .sort(),
  ).toEqual(['a', 'b']);
});
