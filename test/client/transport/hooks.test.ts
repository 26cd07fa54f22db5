import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type AttemptEvent,
  type FetchFunction,
  type Hooks,
  PromptCrafterClient,
  PromptCrafterConnectionError,
  PromptCrafterValidationError,
  ServerError,
} from '../../../src/index.ts';
import { fetchByNode } from '../../support/fetch-by-node.ts';
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

/** Hooks that note, under a name, that they run. */
const note = (name: string, notes: string[]): Hooks => ({
  beforeRequest: () => void notes.push(`before, ${name}`),
  afterResponse: () => void notes.push(`after, ${name}`),
});

/** Hooks that note what they are told, as `GET /logs 1`, and the status that was answered. */
function observe() {
  const before: string[] = [];
  const after: string[] = [];
  const show = ({ method, route, attempt }: AttemptEvent) => `${method} ${route} ${attempt}`;
  const hooks: Hooks = {
    beforeRequest: (event) => void before.push(show(event)),
    afterResponse: (event) => void after.push(`${show(event)}: ${event.response.status}`),
  };
  return { before, after, hooks };
}

const answerList = withJson(200, [samplePrompt]);

describe('hooks', () => {
  it('of the client run before those of the call, around the request', async () => {
    const notes: string[] = [];
    const { client } = await open(note('client', notes), (socket, request) => {
      notes.push('sent');
      answerList(socket, request);
    });
    await client.getPrompts({ hooks: note('call', notes) });
    expect(notes).toEqual([
      'before, client',
      'before, call',
      'sent',
      'after, client',
      'after, call',
    ]);
  });

  it('are waited for, one after the other', async () => {
    const notes: string[] = [];
    const slow: Hooks = {
      async beforeRequest() {
        await new Promise((resolve) => setTimeout(resolve, 5));
        notes.push('slow');
      },
    };
    const { client, server } = await open(slow, answerList);
    const quick = { beforeRequest: () => void notes.push(`quick, ${server.requests.length}`) };
    await client.getPrompts({ hooks: quick });
    expect(notes).toEqual(['slow', 'quick, 0']);
  });

  it('may be of one kind alone, or undefined', async () => {
    const { client, server } = await open({ beforeRequest: undefined }, answerList);
    const afterResponse = vi.fn();
    await client.getPrompts({ hooks: { afterResponse } });
    expect(afterResponse).toHaveBeenCalledOnce();
    await client.getPrompts({ hooks: {} });
    await client.getPrompts();
    expect(afterResponse).toHaveBeenCalledOnce();
    expect(server.requests).toHaveLength(3);
  });

  it.each([
    ['hooks', 5],
    ['hooks.beforeRequest', { beforeRequest: 'log' }],
    ['hooks.afterResponse', { afterResponse: [() => undefined] }],
  ])('are refused where %s cannot be used', async (path, hooks) => {
    const { client, server } = await open({}, answerList);
    const error = await errorOf(
      client.getPrompts({ hooks: hooks as Hooks }),
      PromptCrafterValidationError,
    );
    expect(error.issues).toEqual([{ path, message: expect.stringMatching(/^must be/) }]);
    expect(() => new PromptCrafterClient({ hooks: hooks as Hooks })).toThrow(error.message);
    expect(server.requests).toEqual([]);
  });
});

describe('hooks run around every attempt', () => {
  it('that is repeated, with its method, its route and its number', async () => {
    const { before, after, hooks } = observe();
    const answers = [withStatus(503), withStatus(429), withJson(200, samplePrompt)];
    const { client } = await open(hooks, ...answers);
    await client.getPromptById('prompt104');
    const attempt = (number: number) => `GET /prompts/{id} ${number}`;
    expect(before).toEqual([1, 2, 3].map(attempt));
    expect(after).toEqual([`${attempt(1)}: 503`, `${attempt(2)}: 429`, `${attempt(3)}: 200`]);
  });

  it('whose answer does not come, before the request alone', async () => {
    const { before, after, hooks } = observe();
    const { client } = await open(hooks, resets, answerList);
    await client.getPrompts();
    expect(before).toEqual(['GET /prompts 1', 'GET /prompts 2']);
    expect(after).toEqual(['GET /prompts 2: 200']);
  });

  it('with another token, after a 401', async () => {
    const tokens = ['expired-token', 'renewed-token'];
    const seen: (string | null)[] = [];
    const hooks: Hooks = {
      beforeRequest: ({ request }) => void seen.push(request.headers.get('authorization')),
    };
    const { client } = await open(hooks, withStatus(401), answerList);
    client.setToken(() => tokens.shift() ?? '');
    await client.getPrompts();
    expect(seen).toEqual(['Bearer expired-token', 'Bearer renewed-token']);
  });

  it('and look of a create, which is sent again where it is not found', async () => {
    const { before, after, hooks } = observe();
    const stored = withJson(201, { ...sampleLog, ...logInput });
    const { client } = await open(hooks, resets, withJson(200, []), stored);
    await client.createLog(logInput);
    expect(before).toEqual(['POST /logs 1', 'GET /logs 2', 'POST /logs 3']);
    expect(after).toEqual(['GET /logs 2: 200', 'POST /logs 3: 201']);
  });

  it('and look of their own call: calls with other hooks look by themselves', async () => {
    const calls = [observe(), observe()];
    const empty = withJson(200, []);
    const stored = withJson(201, { ...sampleLog, ...logInput });
    const { client } = await open({}, resets, resets, empty, empty, stored);
    await Promise.all(calls.map(({ hooks }) => client.createLog(logInput, { hooks })));
    for (const { before } of calls) {
      expect(before).toEqual(['POST /logs 1', 'GET /logs 2', 'POST /logs 3']);
    }
  });

  it('of a login that proves a sign-up', async () => {
    const { before, hooks } = observe();
    const token = withJson(200, { token: 'login-token' });
    const { client } = await open(hooks, resets, withStatus(409), token);
    const password = 'a-long-secret';
    await client.signup({ name: 'Ada', email: 'ada@example.com', password });
    expect(before).toEqual(['POST /auth/signup 1', 'POST /auth/signup 2', 'POST /auth/login 3']);
  });
});

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

describe('a fetch of the user’s', () => {
  it('is handed a URL and an init with hooks as without', async () => {
    const server = await startScriptedServer(withJson(200, samplePrompt));
    const handed: unknown[][] = [];
    const fetch: FetchFunction = (...args) => {
      handed.push(args);
      return fetchByNode(...args);
    };
    const client = new PromptCrafterClient({ ...server, token: 'a-good-token', fetch });
    await client.updatePrompt('prompt104', { title: 'Tutor' });
    const hooks = { beforeRequest: () => undefined, afterResponse: () => undefined };
    await client.updatePrompt('prompt104', { title: 'Tutor' }, { hooks });
    const expected = [
      `${server.baseUrl}/prompts/prompt104`,
      {
        method: 'PATCH',
        headers: {
          accept: 'application/json',
          authorization: 'Bearer a-good-token',
          'content-type': 'application/json',
        },
        body: '{"title":"Tutor"}',
        redirect: 'manual',
        signal: expect.any(AbortSignal),
      },
    ];
    expect(handed).toEqual([expected, expected]);
  });

  it('is handed the URL as it is without hooks, however a Request would write it', async () => {
    const urls: string[] = [];
    const client = new PromptCrafterClient({
      baseUrl: 'http://localhost/a|b',
      hooks: { beforeRequest: ({ request }) => request.headers.set('x-trace', '1') },
      fetch: async (url) => {
        urls.push(url);
        return Response.json([]);
      },
    });
    await client.searchPrompts("it's");
    await client.searchPrompts("it's", {
      hooks: { beforeRequest: ({ request }) => request.clone() },
    });
    expect(new Set(urls).size).toBe(1);
  });

  it('may deliver what is no Response: hooks get one', async () => {
    const seen: unknown[] = [];
    const hooks: Hooks = {
      async afterResponse({ response }) {
        seen.push(response instanceof Response, response.headers.get('content-type'));
        seen.push(await response.json());
      },
    };
    const server = await startScriptedServer(withJson(200, [sampleLog]));
    const client = new PromptCrafterClient({ ...server, hooks, fetch: fetchByNode });
    expect(await client.getLogs()).toEqual([sampleLog]);
    for await (const log of client.iterateLogs()) expect(log).toEqual(sampleLog);
    const once = [true, 'application/json', [sampleLog]];
    expect(seen).toEqual([...once, ...once]);
  });

  it('may deliver what is no Response and no body', async () => {
    const afterResponse = vi.fn();
    const server = await startScriptedServer(withStatus(204));
    const client = new PromptCrafterClient({
      ...server,
      hooks: { afterResponse },
      fetch: fetchByNode,
    });
    expect(await client.deleteLog('log106')).toBeUndefined();
    expect(afterResponse).toHaveBeenCalledOnce();
  });
});

describe('a list that is iterated', () => {
  it('runs hooks around its request, which may read it all', async () => {
    const { before, after, hooks } = observe();
    const logs = Array.from({ length: 500 }, (_, at) => ({ ...sampleLog, _id: `log${at}` }));
    const { client } = await open(hooks, withStatus(503), withJson(200, logs));
    let whole = 0;
    const afterResponse: Hooks['afterResponse'] = async ({ response }) => {
      if (response.ok) whole = ((await response.json()) as unknown[]).length;
    };
    const seen: unknown[] = [];
    for await (const log of client.iterateLogs('prompt104', { hooks: { afterResponse } })) {
      seen.push(log);
    }
    expect(seen).toEqual(logs);
    expect(whole).toBe(500);
    expect(before).toEqual(['GET /logs 1', 'GET /logs 2']);
    expect(after).toEqual(['GET /logs 1: 503', 'GET /logs 2: 200']);
  });

  it('may be another one, by a hook', async () => {
    const { client } = await open({ afterResponse: () => Response.json([sampleLog]) }, answerList);
    const seen: unknown[] = [];
    for await (const log of client.iterateLogs()) seen.push(log);
    expect(seen).toEqual([sampleLog]);
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
    const beforeRequest: Hooks['beforeRequest'] = ({ request }) => replace(request);
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
