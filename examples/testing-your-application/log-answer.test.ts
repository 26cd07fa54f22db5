import { PromptCrafterClient } from 'promptcrafter-client';
import { createTestApi } from 'promptcrafter-client/testing';
import { expect, it } from 'vitest';
import { logAnswer } from './log-answer.ts';

it('logs an answer once, though the API is away for a moment', async () => {
  const api = createTestApi();
  const { prompts } = api.seed({ prompts: [{ title: 'Rainbows' }] });
  const client = new PromptCrafterClient({ fetch: api.fetch, token: await api.token() });
  api.fail({ on: 'createLog', with: { status: 503 } });

  const id = await logAnswer(prompts[0]._id, 'Sunlight, sorted by colour.', client);

  expect(api.logs).toMatchObject([{ _id: id, output: 'Sunlight, sorted by colour.' }]);
  expect(api.requests.map(({ status }) => status)).toContain(503);
});
