import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  PromptCrafterAPIError,
  PromptCrafterClient,
  PromptCrafterConnectionError,
  PromptCrafterError,
  PromptCrafterResponseError,
  ServerError,
} from '../../../src/index.ts';
import { createObservedClient } from '../../support/create-observed-client.ts';
import { findOperation, logInput, operations } from '../../support/operations.ts';
import { errorOf } from '../../support/rejection-of.ts';
import {
  type Answer,
  cutsBody,
  cutsChunkedBody,
  findClosedPort,
  hangsUp,
  resets,
  resetsAfterHead,
  speaksGibberish,
  startScriptedServer,
  withBody,
  withJson,
  withStatus,
} from '../../support/scripted-server.ts';

beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => {
  vi.restoreAllMocks();
});

const connect = (baseUrl: string) => new PromptCrafterClient({ baseUrl, maxRetries: 0 });

describe.each<[string, Answer]>([
  ['is reset before an answer', resets],
  ['is closed before an answer', hangsUp],
  ['answers in another protocol', speaksGibberish],
  ['is reset within a body', resetsAfterHead(200)],
  ['ends before the announced length', cutsBody(200, '[{"_id":')],
  ['ends before the last chunk', cutsChunkedBody(200, '[{"_id":')],
])('a connection that %s', (_, answer) => {
  it.each(operations)('is a connection error of $name, applied or not', async (operation) => {
    const { call, effect, route } = operation;
    const server = await startScriptedServer(answer);
    const error = await errorOf(call(connect(server.baseUrl)), PromptCrafterConnectionError);
    const outcome = effect === 'none' ? 'not-applied' : 'unknown';
    expect(error).toMatchObject({ outcome, route, attempts: 1 });
    expect(error.message).toMatch(/^Failed to .+: .+\. .+\.$/);
    expect(error).not.toHaveProperty('status');
    expect(error.cause).toBeInstanceOf(Error);
    expect(server.requests).toHaveLength(1);
  });
});

describe('a connection that fails', () => {
  it.each(operations)('before anything is sent is surely not applied: $name', async ({ call }) => {
    const baseUrl = await findClosedPort();
    const error = await errorOf(call(connect(baseUrl)), PromptCrafterConnectionError);
    expect(error).toMatchObject({ outcome: 'not-applied', attempts: 1 });
    expect(error.message).toContain(`no answer came from ${baseUrl} (ECONNREFUSED)`);
  });

  it('names the default baseUrl as such, since nobody may have chosen it', async () => {
    const { client } = createObservedClient(() => Promise.reject(new TypeError('fetch failed')), {
      baseUrl: undefined,
      maxRetries: 0,
    });
    const error = await errorOf(client.getPrompts(), PromptCrafterConnectionError);
    expect(error.message).toContain(
      'no answer came from https://promptcrafter-production.up.railway.app, the default baseUrl.',
    );
  });

  const failure = (code: string, message = 'fetch failed') =>
    new TypeError('fetch failed', { cause: Object.assign(new Error(message), { code }) });

  it.each([
    ['an unknown host', failure('ENOTFOUND')],
    ['a resolver that is not there', failure('EAI_AGAIN')],
    ['a connection that is not made in time', failure('UND_ERR_CONNECT_TIMEOUT')],
    ['a certificate for another host', failure('ERR_TLS_CERT_ALTNAME_INVALID')],
    ['a certificate that nobody knows', failure('DEPTH_ZERO_SELF_SIGNED_CERT')],
    ['several addresses', new TypeError('x', { cause: new AggregateError([], 'y') }), 'unknown'],
    ['Bun', Object.assign(new Error('Unable to connect'), { code: 'ConnectionRefused' })],
    ['Deno', new TypeError('error sending request: client error (Connect): dns error: nope')],
    ['a reset', failure('ECONNRESET'), 'unknown'],
    ['a broken pipe', failure('EPIPE'), 'unknown'],
    ['a socket that was closed', failure('UND_ERR_SOCKET'), 'unknown'],
    [
      'a text that only a code would explain',
      failure('ECONNRESET', 'connection refused'),
      'unknown',
    ],
    ['Chromium', new TypeError('Failed to fetch'), 'unknown'],
    ['Firefox', new TypeError('NetworkError when attempting to fetch resource.'), 'unknown'],
    ['a thrown text', 'ECONNREFUSED', 'unknown'],
    ['a thrown nothing', undefined, 'unknown'],
  ] as [string, unknown, string?][])(
    'tells by its code whether a log may have been stored: %s',
    async (_, thrown, outcome) => {
      const { client } = createObservedClient(() => Promise.reject(thrown), { maxRetries: 0 });
      const error = await errorOf(client.createLog(logInput), PromptCrafterConnectionError);
      expect(error).toMatchObject({ outcome: outcome ?? 'not-applied', attempts: 1 });
    },
  );
});

describe('an error status whose body fails', () => {
  it.each<[string, Answer]>([
    ['is reset', resetsAfterHead(502)],
    ['ends before the announced length', cutsBody(502, '{"error":"half')],
    ['ends before the last chunk', cutsChunkedBody(502, '{"error":"half')],
  ])('since it %s is delivered all the same', async (_, answer) => {
    const { baseUrl } = await startScriptedServer(answer);
    const error = await errorOf(connect(baseUrl).getLogs(), ServerError);
    expect(error).toMatchObject({ status: 502, message: 'HTTP 502 Bad Gateway' });
  });

  it('since it is 20 MB long is cut at 64 KiB and hung up on', async () => {
    const page = `<html>${'x'.repeat(20 * 1024 * 1024)}`;
    const server = await startScriptedServer(withBody(500, page, { 'content-type': 'text/html' }));
    const error = await errorOf(connect(server.baseUrl).getLogs(), ServerError);
    expect(error.message).toBe('HTTP 500 Internal Server Error');
    expect(error.body).toBe(page.slice(0, 64 * 1024));
    await (await server.received(0)).closed;
  });
});

const fail = (): never => {
  throw new Error('it cannot be let go of');
};
const redirect = { status: 307, headers: new Headers({ location: 'https://elsewhere.example' }) };

describe.each<[string, object]>([
  ['whose headers cannot be read', { status: 201, headers: {}, body: null }],
  ['whose body throws when it is let go of', { ...redirect, body: { cancel: fail } }],
  [
    'whose body rejects when it is let go of',
    { ...redirect, body: { cancel: async () => fail() } },
  ],
  ['whose stream throws when it is destroyed', { ...redirect, body: { destroy: fail } }],
])('an answer %s', (_, response) => {
  it.each(operations)('leaves open what $name has done', async ({ call, effect }) => {
    const client = new PromptCrafterClient({ fetch: async () => response as never });
    const error = await errorOf(call(client), PromptCrafterError);
    const outcome = effect === 'none' ? 'not-applied' : 'unknown';
    expect(error).toMatchObject({ outcome, attempts: 1 });
  });
});

describe.each<[string, Answer, 'not-applied' | 'unknown']>([
  ['400', withStatus(400), 'not-applied'],
  ['401', withStatus(401), 'not-applied'],
  ['404', withStatus(404), 'not-applied'],
  ['408', withStatus(408), 'not-applied'],
  ['409', withStatus(409), 'not-applied'],
  ['429', withStatus(429), 'not-applied'],
  ['500', withStatus(500), 'unknown'],
  ['501', withStatus(501), 'unknown'],
  ['503', withStatus(503), 'unknown'],
  ['504', withStatus(504), 'unknown'],
  ['a redirect', withStatus(307, { location: 'https://elsewhere.example' }), 'unknown'],
])('the outcome of a call that is answered with %s', (_, answer, expected) => {
  it.each(operations)('is told by it: $name', async ({ call, effect }) => {
    const { baseUrl } = await startScriptedServer(answer);
    const error = await errorOf(call(connect(baseUrl)), PromptCrafterError);
    expect(error.outcome).toBe(effect === 'none' ? 'not-applied' : expected);
  });
});

describe.each([
  ['is not JSON', withBody(200, '<html>')],
  ['has another shape', withJson(200, { message: 5 })],
  ['is empty', withStatus(200)],
])('the outcome of a change whose answer %s', (_, answer) => {
  it.each(['signup', 'createPrompt', 'updatePrompt', 'createLog'])(
    'is unknown: %s',
    async (name) => {
      const { baseUrl } = await startScriptedServer(answer);
      const call = findOperation(name).call(connect(baseUrl));
      const error = await errorOf(call, PromptCrafterResponseError);
      expect(error.outcome).toBe('unknown');
    },
  );
});

describe('the outcome of a call', () => {
  it('stays unknown when an update that may have been applied is refused later', async () => {
    const server = await startScriptedServer(resets, withJson(403, { error: 'Not yours' }));
    const client = new PromptCrafterClient(server);
    const error = await errorOf(
      client.updatePrompt('prompt104', { title: 'Tutor' }),
      PromptCrafterAPIError,
    );
    expect(error).toMatchObject({ status: 403, outcome: 'unknown', attempts: 2 });
  });

  it('is forgiven where a later attempt succeeds', async () => {
    const { answer, status, call } = findOperation('updatePrompt');
    const server = await startScriptedServer(resets, withStatus(502), withJson(status, answer));
    expect(await call(new PromptCrafterClient(server))).toEqual(answer);
    expect(server.requests).toHaveLength(3);
  });
});
