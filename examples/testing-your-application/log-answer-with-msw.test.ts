import { setupServer } from 'msw/node';
import { createTestApi } from 'promptcrafter-client/testing';
import { createHandlers } from 'promptcrafter-client/testing/msw';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { logAnswer } from './log-answer.ts';

const api = createTestApi();
const server = setupServer(...createHandlers(api));

beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
afterEach(() => api.reset());
afterAll(() => server.close());

it('logs an answer once, though the API is away for a moment', async () => {
  const { prompts } = api.seed({ prompts: [{ title: 'Rainbows' }] });
  vi.stubEnv('PROMPTCRAFTER_TOKEN', await api.token());
  api.fail({ on: 'createLog', with: { status: 503 } });

  const id = await logAnswer(prompts[0]._id, 'Sunlight, sorted by colour.');

  expect(api.logs).toMatchObject([{ _id: id, output: 'Sunlight, sorted by colour.' }]);
});
