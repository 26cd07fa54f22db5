import { setupServer } from 'msw/node';
import { expect, it, onTestFinished } from 'vitest';
import { createTestApi } from '../../src/testing/index.ts';
import { createHandlers } from '../../src/testing/msw.ts';

function listen(...args: Parameters<typeof createHandlers>): void {
  const server = setupServer(...createHandlers(...args));
  server.listen({ onUnhandledFrame: 'bypass' });
  onTestFinished(() => server.close());
}

it("answers the API's routes at any origin", async () => {
  const api = createTestApi();
  api.seed({ prompts: [{ _id: 'a/b' }] });
  listen(api);
  const headers = { Authorization: `Bearer ${await api.token()}` };

  for (const origin of ['https://one.example', 'http://two.example:8080']) {
    const response = await fetch(`${origin}/prompts/a%2Fb`, { headers });
    expect(await response.json()).toMatchObject({ _id: 'a/b' });
  }
});

it('answers everything below a base URL and nothing beside it', async () => {
  const api = createTestApi({ basePath: '/api/v1' });
  await using other = await createTestApi().listen();
  listen(api, 'https://api.example.com/api/v1/');

  expect((await fetch('https://api.example.com/api/v1/prompts')).status).toBe(401);
  expect((await fetch('https://api.example.com/api/v1/nowhere')).status).toBe(404);
  expect((await fetch(`${other.url}/prompts`)).status).toBe(401);
  expect(api.requests).toHaveLength(2);
});
