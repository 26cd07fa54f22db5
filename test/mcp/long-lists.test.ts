import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createTestApi } from '../../src/testing/index.ts';
import { createClient, openAgent } from './mcp-kit.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => vi.useRealTimers());

const calls: readonly [tool: string, input: object][] = [
  ['list_prompts', {}],
  ['list_logs', { promptId: 'prompt104' }],
  ['list_logs', {}],
  ['get_log', { promptId: 'prompt104', logId: 'log104' }],
  ['summarize_scores', { promptId: 'prompt104' }],
  ['compare_prompts', { a: 'prompt104', b: 'prompt104' }],
];

it.each(calls)('%s %j waits for a list that takes longer than a call may', async (name, input) => {
  const api = createTestApi();
  const output = 'A long answer.'.repeat(40);
  api.seed({
    users: [{}],
    prompts: [{ _id: 'prompt104', content: output }],
    logs: ['log101', 'log102', 'log103', 'log104'].map((_id) => ({ _id, output, score: 7 })),
  });
  // A second or more for each list, of a client whose calls have half of one.
  const client = await createClient(api, { timeout: 500 });
  api.fail({ with: { drip: 2 }, times: Number.POSITIVE_INFINITY });
  const { call } = await openAgent(client);

  const called = call(name, input);
  const time = setInterval(() => void vi.advanceTimersByTimeAsync(10), 1);
  try {
    expect(await called).toMatchObject({ isError: false });
  } finally {
    clearInterval(time);
  }
});
