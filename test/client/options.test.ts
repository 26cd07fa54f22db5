import { inspect } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  type ClientOptions,
  PromptCrafterClient,
  PromptCrafterConnectionError,
  PromptCrafterValidationError,
} from '../../src/index.ts';
import { createObservedClient, json, never } from '../support/create-observed-client.ts';
import { credentials, operations } from '../support/operations.ts';
import { errorOf, rejectionOf } from '../support/rejection-of.ts';
import { startScriptedServer, withJson } from '../support/scripted-server.ts';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function refusalOf(options: ClientOptions): PromptCrafterValidationError {
  try {
    new PromptCrafterClient(options);
  } catch (error) {
    if (error instanceof PromptCrafterValidationError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('baseUrl', () => {
  it.each([
    ['http://127.0.0.1:PORT', ''],
    ['http://127.0.0.1:PORT/', ''],
    ['http://127.0.0.1:PORT///', ''],
    ['http://127.0.0.1:PORT/api/v1', '/api/v1'],
    ['http://127.0.0.1:PORT/api/v1//', '/api/v1'],
    ['http://127.0.0.1:PORT/a b/%2F/ü', '/a%20b/%2F/%C3%BC'],
    ['HTTP://127.0.0.1:PORT/x/../api', '/api'],
    ['  http://127.0.0.1:PORT/api\n', '/api'],
    ['http://127.0.0.1:PORT/api?', '/api'],
    ['http://127.0.0.1:PORT/api#', '/api'],
  ])('%j leads to %j before the path', async (template, prefix) => {
    const server = await startScriptedServer(withJson(200, []));
    const baseUrl = template.replace('PORT', new URL(server.baseUrl).port);
    await new PromptCrafterClient({ baseUrl }).searchPrompts('a');
    await new PromptCrafterClient({ baseUrl: new URL(baseUrl) }).getPrompts();
    expect(server.requests.map(({ target }) => target)).toEqual([
      `${prefix}/search?q=a`,
      `${prefix}/prompts`,
    ]);
  });

  it.each([
    ['', 'must be an absolute URL'],
    ['api.example.com', 'must be an absolute URL'],
    ['/api', 'must be an absolute URL'],
    ['https://', 'must be an absolute URL'],
    ['ftp://secret-host', 'must start with https:// or http://'],
    ['javascript:secret', 'must start with https:// or http://'],
    ['file:///etc/secret', 'must start with https:// or http://'],
    ['data:text/plain,secret', 'must start with https:// or http://'],
    ['https://ada:secret@api.example.com', 'must hold no user name and no password'],
    ['https://secret@api.example.com', 'must hold no user name and no password'],
    ['https://api.example.com/?key=secret', 'must have no query and no fragment'],
    ['https://api.example.com/#secret', 'must have no query and no fragment'],
  ])('%j is refused and not repeated', (baseUrl, message) => {
    const error = refusalOf({ baseUrl });
    expect(error.issues).toEqual([{ path: 'baseUrl', message }]);
    expect(inspect(error, { showHidden: true })).not.toContain('secret');
  });
});

describe('options that cannot be used', () => {
  it.each<[string, object]>([
    ['timeout', { timeout: 0 }],
    ['timeout', { timeout: Number.NaN }],
    ['timeout', { timeout: '1000' }],
    ['timeout', { timeout: null }],
    ['attemptTimeout', { attemptTimeout: -1 }],
    ['maxRetries', { maxRetries: -1 }],
    ['maxRetries', { maxRetries: 1.5 }],
    ['maxRetries', { maxRetries: Number.POSITIVE_INFINITY }],
    ['token', { token: 42 }],
    ['token', { token: {} }],
    ['fetch', { fetch: 'fetch' }],
    ['logLevel', { logger: console, logLevel: 'verbose' }],
    ['headers', { headers: 5 }],
    ['headers', { headers: 'x-name: value' }],
    ['headers', { headers: [null] }],
    ['headers', { headers: [{}] }],
    ['headers', { headers: { 'x name': 'value' } }],
    ['headers', { headers: { '': 'value' } }],
    ['headers', { headers: { 'x-a\r\nx-b': 'value' } }],
    ['headers.x-name', { headers: { 'X-Name': 'a\r\nx-injected: b' } }],
    ['headers.x-name', { headers: { 'X-Name': 'a\nb' } }],
    ['headers.x-name', { headers: { 'X-Name': 'a\0b' } }],
    ['headers.x-name', { headers: { 'X-Name': '🏭' } }],
    ['headers.x-name', { headers: { 'X-Name': undefined } }],
    ['headers.x-name', { headers: [['X-Name']] }],
  ])('name %s: %o', (path, options) => {
    const error = refusalOf(options as ClientOptions);
    expect(error.issues).toEqual([{ path, message: expect.stringMatching(/^must /) }]);
    expect(error.message).toBe(
      `Failed to use the options: ${path} ${error.issues[0]?.message}. Nothing was sent.`,
    );
  });

  it('name the options themselves where they are no object', () => {
    for (const options of [null, 'https://api.example.com', 5]) {
      expect(refusalOf(options as never).issues[0]?.message).toBe('must be an object');
    }
  });

  it('include a token of another type for setToken', () => {
    const { client } = createObservedClient(never);
    expect(() => client.setToken(7 as never)).toThrow(PromptCrafterValidationError);
  });
});

describe('options that can be used', () => {
  it.each<[string, ClientOptions]>([
    ['nothing', {}],
    ['undefined', { token: undefined, fetch: undefined, headers: undefined, logger: undefined }],
    ['no end', { timeout: Number.POSITIVE_INFINITY, attemptTimeout: Number.POSITIVE_INFINITY }],
    ['more than timers count', { timeout: 2 ** 40, attemptTimeout: 2 ** 31 }],
    ['fractions', { timeout: 10_000.5 }],
    ['a logger that is none', { logger: false as never }],
    ['an empty text for a logger', { logger: '' as never }],
  ])('include %s', async (_, options) => {
    const server = await startScriptedServer(withJson(200, []));
    const client = new PromptCrafterClient({ baseUrl: server.baseUrl, ...options });
    expect(await client.getPrompts()).toEqual([]);
  });

  it.each<[string, ClientOptions['headers']]>([
    ['an object', { 'X-Name': 'value' }],
    ['entries', [['X-Name', 'value']]],
    ['a map', new Map([['X-Name', 'value']])],
    ['Headers', new Headers({ 'X-Name': 'value' })],
  ])('include headers as %s', async (_, headers) => {
    const server = await startScriptedServer(withJson(200, []));
    await new PromptCrafterClient({ baseUrl: server.baseUrl, headers }).getPrompts();
    expect((await server.received(0)).headers['x-name']).toBe('value');
  });

  it('let an attempt take longer than timers count', async () => {
    vi.useFakeTimers();
    const { client } = createObservedClient(
      () => new Promise((resolve) => setTimeout(() => resolve(Response.json([])), 60_000)),
      { timeout: Number.POSITIVE_INFINITY, attemptTimeout: 2 ** 32, maxRetries: 0 },
    );
    const prompts = client.getPrompts().catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await prompts).toEqual([]);
  });

  it('default to the hosted API, 30 seconds, 10 for an attempt and two retries', async () => {
    vi.useFakeTimers({ now: 0 });
    vi.spyOn(Math, 'random').mockReturnValue(0.999);
    const urls: string[] = [];
    const client = new PromptCrafterClient({
      fetch: (url) => {
        urls.push(url);
        return never();
      },
    });
    let ended: number | undefined;
    const error = rejectionOf(client.getPrompts()).finally(() => {
      ended = Date.now();
    });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await error).toMatchObject({ name: 'PromptCrafterTimeoutError', attempts: 3 });
    expect(ended).toBe(30_000);
    expect(urls).toEqual(Array(3).fill('https://promptcrafter-production.up.railway.app/prompts'));
  });
});

describe('secrets over plain http', () => {
  const open = (options: ClientOptions) =>
    createObservedClient(json(200, []), { token: undefined, ...options });

  describe.each([
    'http://api.example.com',
    'http://192.168.0.10:3000',
    'http://localhost.example.com',
    'http://127.0.0.1.example.com',
    'http://127.evil',
    'http://0.0.0.0',
    'http://[::ffff:8.8.8.8]',
    'http://[2001:db8::1]',
  ])('do not go to %s', (baseUrl) => {
    it.each(operations)('with $name', async ({ call }) => {
      const { client, requests } = open({ baseUrl, token: 'a-secret-token' });
      const error = await errorOf(call(client), PromptCrafterValidationError);
      expect(error.issues[0]?.path).toBe('baseUrl');
      expect(error.attempts).toBe(0);
      expect(requests).toEqual([]);
    });
  });

  it.each([
    'http://localhost',
    'http://api.localhost:8080',
    'http://127.0.0.1',
    'http://127.1.2.3',
    'http://2130706433',
    'http://[::1]:3000',
    'https://api.example.com',
  ])('go to %s', async (baseUrl) => {
    const { client, requests } = open({ baseUrl, token: 'a-secret-token' });
    await client.getPrompts();
    expect(requests).toHaveLength(1);
  });

  it('go anywhere with allowInsecureHttp, and only with true', async () => {
    const baseUrl = 'http://api.example.com';
    const allowing = open({ baseUrl, token: 'a-secret-token', allowInsecureHttp: true });
    await allowing.client.getPrompts();
    expect(allowing.requests).toHaveLength(1);
    const { client } = open({ baseUrl, token: 'secret', allowInsecureHttp: 'false' as never });
    await errorOf(client.getPrompts(), PromptCrafterValidationError);
  });

  it.each([
    ['a token function', { token: () => 'a-secret-token' }],
    ['a header of the client', { headers: { Authorization: 'Basic c2VjcmV0' } }],
  ])('are refused from %s too', async (_, options) => {
    const { client, requests } = open({ baseUrl: 'http://api.example.com', ...options });
    await errorOf(client.getPrompts(), PromptCrafterValidationError);
    expect(requests).toEqual([]);
  });

  it('are what matters: without any, a request goes', async () => {
    const { client, requests } = open({ baseUrl: 'http://api.example.com' });
    await client.getPrompts();
    expect(requests).toHaveLength(1);
    await errorOf(client.login(credentials), PromptCrafterValidationError);
    await errorOf(
      client.getPrompts({ headers: { authorization: 'Bearer x' } }),
      PromptCrafterValidationError,
    );
    expect(requests).toHaveLength(1);
  });
});

describe('fetch', () => {
  it('is the platform’s at the time of the call', async () => {
    const client = new PromptCrafterClient({ token: 'observed-token' });
    vi.stubGlobal('fetch', async () => Response.json([]));
    expect(await client.getPrompts()).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['a text', 'hello'],
    ['an empty object', {}],
  ])('that delivers %s ends in a connection error', async (_, response) => {
    const { client } = createObservedClient(() => response as Response, { maxRetries: 0 });
    const error = await errorOf(client.getPrompts(), PromptCrafterConnectionError);
    expect(error).toMatchObject({ attempts: 1 });
    expect(error).not.toHaveProperty('status');
  });
});
