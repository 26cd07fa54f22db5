import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type Hooks,
  PromptCrafterClient,
  PromptCrafterConnectionError,
  ServerError,
} from '../../../src/index.ts';
import { logInput, sampleLog, samplePrompt } from '../../support/operations.ts';
import { errorOf } from '../../support/rejection-of.ts';
import {
  type Answer,
  resets,
  startScriptedServer,
  withJson,
  withStatus,
} from '../../support/scripted-server.ts';

beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** A client with hooks, and the server that it talks to. */
async function open(hooks: Hooks, ...script: Answer[]) {
  const server = await startScriptedServer(...script);
  const { baseUrl } = server;
  return { server, client: new PromptCrafterClient({ baseUrl, token: 'a-good-token', hooks }) };
}

const answerList = withJson(200, [samplePrompt]);

describe('a hook before the request', () => {
  it('may change its headers', async () => {
    const hooks: Hooks = {
      beforeRequest({ request }) {
        request.headers.set('traceparent', '00-4bf92f35-00f067aa-01');
        request.headers.delete('accept');
      },
    };
    const { client, server } = await open(hooks, withJson(200, samplePrompt));
    await client.updatePrompt('prompt104', { title: 'Tutor' });
    const { headers, body } = await server.received(0);
    expect(headers.traceparent).toBe('00-4bf92f35-00f067aa-01');
    expect(headers.accept).not.toBe('application/json');
    expect(headers).toMatchObject({
      authorization: 'Bearer a-good-token',
      'content-type': 'application/json',
    });
    expect(body).toBe('{"title":"Tutor"}');
  });

  it.each<[string, (request: Request) => Request, string, string]>([
    [
      'another address',
      (request) => new Request(request.url.replace('/prompts/', '/v2/prompts/'), request),
      'PATCH /v2/prompts/prompt104 HTTP/1.1',
      '{"title":"Tutor"}',
    ],
    [
      'another body',
      (request) => new Request(request, { body: '{"title":"Another é"}' }),
      'PATCH /prompts/prompt104 HTTP/1.1',
      '{"title":"Another é"}',
    ],
    [
      'another method',
      (request) => new Request(request, { method: 'PUT' }),
      'PUT /prompts/prompt104 HTTP/1.1',
      '{"title":"Tutor"}',
    ],
    [
      'no body',
      ({ url, headers }) => new Request(url, { method: 'DELETE', headers }),
      'DELETE /prompts/prompt104 HTTP/1.1',
      '',
    ],
    [
      'the same',
      (request) => request.clone(),
      'PATCH /prompts/prompt104 HTTP/1.1',
      '{"title":"Tutor"}',
    ],
  ])('may put a request with %s in its place', async (_, replace, line, body) => {
    const hooks: Hooks = { beforeRequest: ({ request }) => replace(request) };
    const { client, server } = await open(hooks, withJson(200, samplePrompt));
    await client.updatePrompt('prompt104', { title: 'Tutor' });
    expect(server.requests.map((request) => request.line)).toEqual([line]);
    const received = await server.received(0);
    expect(received.body).toBe(body);
    expect(received.headers.authorization).toBe('Bearer a-good-token');
  });

  it('may send it to another server', async () => {
    const other = await startScriptedServer(answerList);
    const hooks: Hooks = {
      beforeRequest: ({ request }) => new Request(`${other.baseUrl}/elsewhere`, request),
    };
    const { client, server } = await open(hooks, answerList);
    expect(await client.getPrompts()).toEqual([samplePrompt]);
    expect(server.requests).toEqual([]);
    expect(other.requests.map(({ line }) => line)).toEqual(['GET /elsewhere HTTP/1.1']);
  });

  it.each<[string, (request: Request) => Promise<string>]>([
    ['the request', (request) => request.text()],
    ['a clone of it', (request) => request.clone().text()],
  ])('may read the body of %s, which is sent all the same', async (_, read) => {
    const seen: string[] = [];
    const hooks: Hooks = {
      async beforeRequest({ request }) {
        seen.push(await read(request));
      },
    };
    const { client, server } = await open(hooks, withStatus(503), withJson(200, samplePrompt));
    await client.updatePrompt('prompt104', { title: 'é 🏭' });
    expect(seen).toEqual(Array(2).fill('{"title":"é 🏭"}'));
    expect(server.requests.map(({ body }) => body)).toEqual(seen);
  });

  it('sees the request that the one before it has made', async () => {
    const hooks: Hooks = {
      beforeRequest: ({ request }) => new Request(`${request.url}?first=1`, request),
    };
    const { client, server } = await open(hooks, answerList);
    await client.getPrompts({
      hooks: { beforeRequest: ({ request }) => new Request(`${request.url}&second=2`, request) },
    });
    expect(server.requests.map(({ target }) => target)).toEqual(['/prompts?first=1&second=2']);
  });

  it('leaves what the one before it has made', async () => {
    const hooks: Hooks = {
      beforeRequest: ({ request }) => new Request(`${request.url}?first=1`, request),
    };
    const seen: string[] = [];
    const { client, server } = await open(hooks, answerList);
    await client.getPrompts({
      hooks: { beforeRequest: ({ request }) => void seen.push(new URL(request.url).search) },
    });
    expect(seen).toEqual(['?first=1']);
    expect(server.requests.map(({ target }) => target)).toEqual(['/prompts?first=1']);
  });
});

describe('a hook after the answer', () => {
  it('is told of the request that was sent', async () => {
    const seen: unknown[] = [];
    const { client } = await open(
      {
        beforeRequest: ({ request }) => new Request(`${request.url}?changed`, request),
        afterResponse: ({ request }) => void seen.push(new URL(request.url).search),
      },
      answerList,
    );
    await client.getPrompts();
    expect(seen).toEqual(['?changed']);
  });

  it('may put another one in its place, which the next one sees', async () => {
    const statuses: number[] = [];
    const { client, server } = await open(
      { afterResponse: () => Response.json([samplePrompt], { status: 200 }) },
      withStatus(503),
    );
    const afterResponse: Hooks['afterResponse'] = ({ response }) =>
      void statuses.push(response.status);
    expect(await client.getPrompts({ hooks: { afterResponse } })).toEqual([samplePrompt]);
    expect(statuses).toEqual([200]);
    expect(server.requests).toHaveLength(1);
  });

  it('may make a failure of it, which is tried again as any other', async () => {
    const afterResponse = () => Response.json({ error: 'Quota used up' }, { status: 503 });
    const { client, server } = await open({ afterResponse }, answerList);
    const error = await errorOf(client.getPrompts(), ServerError);
    expect(error).toMatchObject({ message: 'Quota used up', attempts: 3 });
    expect(server.requests).toHaveLength(3);
  });

  it('may read its body and its headers, of an error too', async () => {
    const seen: unknown[] = [];
    const hooks: Hooks = {
      async afterResponse({ response }) {
        seen.push([response.headers.get('x-ratelimit-remaining'), await response.json()]);
      },
    };
    const headers = { 'x-ratelimit-remaining': '3' };
    const error = { error: 'No such prompt' };
    const { client } = await open(
      hooks,
      withJson(200, samplePrompt, headers),
      withJson(404, error, headers),
    );
    expect(await client.getPromptById('prompt104')).toEqual(samplePrompt);
    expect((await errorOf(client.getPromptById('prompt104'))).message).toBe('No such prompt');
    expect(seen).toEqual([
      ['3', samplePrompt],
      ['3', error],
    ]);
  });
});

describe('doubt about a create', () => {
  const stored = { ...sampleLog, ...logInput };

  it('is looked into where a hook has changed nothing but headers', async () => {
    const hooks: Hooks = { beforeRequest: ({ request }) => request.headers.set('x-trace', '1') };
    const { client, server } = await open(hooks, resets, withJson(200, []), withJson(201, stored));
    expect(await client.createLog(logInput)).toEqual(stored);
    expect(server.requests.map(({ method }) => method)).toEqual(['POST', 'GET', 'POST']);
    expect(server.requests.map(({ headers }) => headers['x-trace'])).toEqual(['1', '1', '1']);
  });

  it('is looked into where a hook returns a request with other headers', async () => {
    const hooks: Hooks = {
      beforeRequest: ({ request }) => new Request(request, { headers: { 'x-trace': '1' } }),
    };
    const { client, server } = await open(hooks, resets, withJson(200, []), withJson(201, stored));
    expect(await client.createLog(logInput)).toEqual(stored);
    expect(server.requests.map(({ method }) => method)).toEqual(['POST', 'GET', 'POST']);
  });

  it.each<[string, (request: Request) => Request]>([
    ['the URL', (request) => new Request(`${request.url}?team=1`, request)],
    [
      'the body',
      (request) => new Request(request, { body: JSON.stringify({ ...logInput, score: 1 }) }),
    ],
    ['the method', (request) => new Request(request, { method: 'PUT' })],
  ])('stays, without a look, where a hook has changed %s', async (_, replace) => {
    // A look would go through, and be seen.
    const beforeRequest: Hooks['beforeRequest'] = ({ request }) =>
      request.method === 'POST' ? replace(request) : undefined;
    const { client, server } = await open({ beforeRequest }, resets);
    const error = await errorOf(client.createLog(logInput), PromptCrafterConnectionError);
    expect(error).toMatchObject({ outcome: 'unknown', attempts: 1 });
    expect(error.message).toContain('It may have been applied: look before you repeat it.');
    expect(server.requests).toHaveLength(1);
  });

  it('stays where the hook has changed an earlier attempt', async () => {
    const beforeRequest: Hooks['beforeRequest'] = ({ request, attempt }) =>
      attempt === 1 ? new Request(`${request.url}?team=1`, request) : undefined;
    const { client, server } = await open({ beforeRequest }, withStatus(429), resets);
    const error = await errorOf(client.createLog(logInput), PromptCrafterConnectionError);
    expect(error).toMatchObject({ outcome: 'unknown', attempts: 2 });
    expect(server.requests.map(({ method }) => method)).toEqual(['POST', 'POST']);
  });
});
