import { describe, expect, it } from 'vitest';
import { PromptCrafterClient, PromptCrafterConnectionError } from '../../../src/index.ts';
import { createObservedClient } from '../../support/create-observed-client.ts';
import { findOperation, operations } from '../../support/operations.ts';
import { errorOf } from '../../support/rejection-of.ts';
import { startScriptedServer, withJson, withStatus } from '../../support/scripted-server.ts';
import { showEverything } from '../../support/show-everything.ts';

describe.each([300, 301, 302, 303, 305, 307, 308])('a redirect with %d', (status) => {
  it.each(operations)('is not followed by $name, and names the origin', async ({ call, route }) => {
    const elsewhere = await startScriptedServer(withJson(200, []));
    const location = `${elsewhere.baseUrl}/login?next=/prompts&key=private`;
    const server = await startScriptedServer(withStatus(status, { location }));
    const client = new PromptCrafterClient({ ...server, token: 'a-secret-token' });
    const error = await errorOf(call(client), PromptCrafterConnectionError);
    expect(error).toMatchObject({ route, attempts: 1 });
    expect(error.message).toContain(
      `the API redirected to ${elsewhere.baseUrl}, which is not followed`,
    );
    expect(error.message).toContain('Check the base URL.');
    expect(error).not.toHaveProperty('status');
    expect(showEverything(error)).not.toContain('private');
    expect(server.requests).toHaveLength(1);
    expect(elsewhere.requests).toEqual([]);
  });
});

describe('a redirect', () => {
  const redirect = async (location: string | undefined) => {
    const headers = location === undefined ? {} : { location };
    const server = await startScriptedServer(withStatus(302, headers));
    const client = new PromptCrafterClient({ baseUrl: `${server.baseUrl}/api` });
    const error = await errorOf(client.getLogs(), PromptCrafterConnectionError);
    expect(server.requests).toHaveLength(1);
    return { message: error.message, own: server.baseUrl };
  };

  it.each([
    ['//evil.example/login', 'http://evil.example'],
    ['\\\\evil.example', 'http://evil.example'],
    ['https://ada:secret@evil.example:8443/', 'https://evil.example:8443'],
  ])('to %s names %s', async (location, origin) => {
    const { message } = await redirect(location);
    expect(message).toContain(`the API redirected to ${origin}, which`);
    expect(message).not.toContain('secret');
  });

  it.each(['/login', 'login', '?page=2', ''])('to %j names the API itself', async (location) => {
    const { message, own } = await redirect(location);
    expect(message).toContain(`the API redirected to ${own}, which`);
  });

  it.each([undefined, 'http://', 'javascript:alert(1)', 'data:text/html,x'])(
    'to %s names nobody',
    async (location) => {
      expect((await redirect(location)).message).toContain('the API redirected, which');
    },
  );

  it('is not followed within one origin', async () => {
    const { call } = findOperation('getLogs');
    const server = await startScriptedServer(
      withStatus(308, { location: '/v2/logs' }),
      withJson(200, []),
    );
    await errorOf(call(new PromptCrafterClient(server)), PromptCrafterConnectionError);
    expect(server.requests).toHaveLength(1);
  });

  it('names nobody in a browser, which does not tell', async () => {
    const opaque = { status: 0, type: 'opaqueredirect', headers: new Headers(), body: null };
    const { client, requests } = createObservedClient(() => opaque as Response);
    const error = await errorOf(client.getLogs(), PromptCrafterConnectionError);
    expect(error.message).toContain('the API redirected, which is not followed');
    expect(requests).toHaveLength(1);
  });

  it('is not what 304 says, which has no location', async () => {
    const { client } = createObservedClient(() => new Response(null, { status: 304 }));
    const error = await errorOf(client.getLogs(), PromptCrafterConnectionError);
    expect(error.message).toContain('the API answered with the status 304');
  });

  it('is not followed from https to http', async () => {
    const headers = { location: 'http://api.example.com/logs' };
    const { client, requests } = createObservedClient((_request, index) =>
      index === 0 ? new Response(null, { status: 308, headers }) : Response.json([]),
    );
    const error = await errorOf(client.getLogs(), PromptCrafterConnectionError);
    expect(error.message).toContain('the API redirected to http://api.example.com, which');
    expect(requests.map(({ redirect }) => redirect)).toEqual(['manual']);
  });
});
