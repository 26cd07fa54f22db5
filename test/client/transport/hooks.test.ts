import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type AttemptEvent,
  type FetchFunction,
  type Hooks,
  PromptCrafterClient,
  PromptCrafterValidationError,
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
    let posts = 0;
    const { client } = await open({}, (socket, request) => {
      if (request.method === 'GET') return withJson(200, [])(socket, request);
      posts += 1;
      if (posts <= calls.length) return resets(socket, request);
      withJson(201, { ...sampleLog, ...JSON.parse(request.body), _id: `log${posts}` })(
        socket,
        request,
      );
    });
    await Promise.all(
      calls.map(({ hooks }, index) =>
        client.createLog({ ...logInput, output: `Answer ${index}` }, { hooks }),
      ),
    );
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
