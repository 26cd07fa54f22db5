import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import ky from 'ky';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { FetchFunction } from '../../../src/client/fetch-function.ts';
import { FetchFailure } from '../../../src/client/transport/fetch-failure.ts';
import { type Exchange, sendOnce } from '../../../src/client/transport/send-once.ts';
import { NotFoundError, PromptCrafterClient } from '../../../src/index.ts';
import { createTestApi } from '../../../src/testing/index.ts';
import { errorOf } from '../../support/rejection-of.ts';

const request: Exchange = {
  method: 'PATCH',
  url: 'https://api.example.com/prompts/a%2Fb?x=%20',
  headers: { accept: 'application/json', 'content-type': 'application/json' },
  body: '{"title":"é"}',
};

async function send(fetch: FetchFunction, options: Partial<Exchange> = {}) {
  const { signal } = new AbortController();
  const onSend = vi.fn();
  const sending = { fetch, signal, hooks: undefined, onSend };
  const response = await sendOnce({ ...request, ...options }, sending);
  return { response, signal, onSend };
}

async function failureOf(fetch: FetchFunction): Promise<unknown> {
  const error = await send(fetch).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(FetchFailure);
  return (error as FetchFailure).cause;
}

describe('sendOnce', () => {
  it('hands the request to fetch as it is, once', async () => {
    const fetch = vi.fn<FetchFunction>(async () => new Response('[]'));
    const { signal, onSend } = await send(fetch);
    const { url, ...init } = request;
    expect(fetch.mock.calls).toEqual([[url, { ...init, redirect: 'manual', signal }]]);
    expect(fetch.mock.calls[0]?.[1].signal).toBe(signal);
    expect(onSend.mock.calls).toEqual([[fetch.mock.calls[0]?.[1], false]]);
  });

  it.each([200, 201, 204, 301, 304, 400, 401, 404, 408, 413, 429, 500, 502, 503, 504, 599])(
    'delivers an answer with %d, without trying again',
    async (status) => {
      const body = status === 204 || status === 304 ? null : '{"error":"No"}';
      const headers = { 'retry-after': '1', location: 'https://elsewhere.example/' };
      const answer = () => new Response(body, { status, headers });
      const fetch = vi.fn<FetchFunction>(async () => answer());
      for (const method of ['GET', 'POST', 'PATCH', 'DELETE']) {
        const { body: sent, ...rest } = request;
        const { response } = await send(fetch, method === 'GET' ? { ...rest, method } : { method });
        expect(response.status).toBe(status);
        expect(response.headers.get('retry-after')).toBe('1');
        expect(await response.text()).toBe(body ?? '');
      }
      expect(fetch).toHaveBeenCalledTimes(4);
    },
  );

  it('passes on the very error that fetch fails with, without trying again', async () => {
    const cause = new TypeError('fetch failed', { cause: new Error('reset') });
    const fetch = vi.fn<FetchFunction>(() => Promise.reject(cause));
    expect(await failureOf(fetch)).toBe(cause);
    expect(fetch).toHaveBeenCalledOnce();
  });

  it('passes on what a fetch throws before it returns, even if it is no error', async () => {
    for (const thrown of [new RangeError('x'), 'text', undefined, null]) {
      expect(
        await failureOf(() => {
          throw thrown;
        }),
      ).toBe(thrown);
    }
  });

  it('takes an answer from any fetch that has what is needed', async () => {
    const answer = Object.freeze({
      status: 200,
      headers: { get: () => null },
      text: async () => 'text',
    });
    const { response } = await send(async () => answer);
    expect(response).toBe(answer);
  });

  it.each([undefined, null, 'text', {}, { status: '200' }])(
    'refuses %j as an answer',
    async (x) => {
      expect(await failureOf(async () => x as never)).toBeInstanceOf(TypeError);
    },
  );

  it.each(['Request', 'Response', 'Headers'])('does without the platform’s %s', async (name) => {
    vi.stubGlobal(name, undefined);
    onTestFinished(() => void vi.unstubAllGlobals());
    const answer = { status: 200, headers: { get: () => null }, text: async () => 'text' };
    const fetch = vi.fn<FetchFunction>(async () => answer);
    const { response } = await send(fetch);
    expect(response).toBe(answer);
    expect(fetch).toHaveBeenCalledOnce();
  });

  it.each<[string, string]>([
    ['Node', 'RequestInit: Expected signal ("AbortSignal {}") to be an instance of AbortSignal.'],
    ['node-fetch', 'Expected signal to be an instanceof AbortSignal'],
    [
      'Chromium',
      "Failed to execute 'fetch' on 'Window': Failed to read the 'signal' property from 'RequestInit': Failed to convert value to 'AbortSignal'.",
    ],
  ])('asks again without a signal that %s refuses', async (_, message) => {
    const fetch = vi.fn<FetchFunction>(async (_url, init) => {
      if ('signal' in init) throw new TypeError(message);
      return new Response('[]');
    });
    const { onSend } = await send(fetch);
    const { url, ...init } = request;
    expect(fetch.mock.calls[1]).toEqual([url, { ...init, redirect: 'manual' }]);
    expect(fetch).toHaveBeenCalledTimes(2);
    expect(onSend).toHaveBeenCalledOnce();
  });

  it('asks again for nothing else', async () => {
    const fetch = vi.fn<FetchFunction>(() =>
      Promise.reject(new TypeError('The AbortSignal was aborted.')),
    );
    await failureOf(fetch);
    expect(fetch).toHaveBeenCalledOnce();
  });

  it('does with signals that the platform’s Request refuses, as those of jsdom', async () => {
    class ForeignController {
      readonly signal = Object.assign(new EventTarget(), { aborted: false });
      abort() {}
    }
    vi.stubGlobal('AbortController', ForeignController);
    onTestFinished(() => void vi.unstubAllGlobals());
    const fetch = vi.fn<FetchFunction>(async () => Response.json([]));
    const client = new PromptCrafterClient({ fetch, token: 'token-of-the-test' });
    expect(await client.getPrompts()).toEqual([]);
    expect(fetch).toHaveBeenCalledOnce();
  });

  it('sends over a real connection what it was given', async () => {
    const received: unknown[] = [];
    const server = createServer((incoming, response) => {
      let body = '';
      incoming.on('data', (chunk) => {
        body += chunk;
      });
      incoming.on('end', () => {
        received.push([incoming.method, incoming.url, incoming.headers['content-type'], body]);
        response.writeHead(307, { location: '/elsewhere' }).end('{"moved":true}');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/a%2Fb`;
    const { response } = await send(globalThis.fetch as FetchFunction, { url });
    expect(response.status).toBe(307);
    expect(received).toEqual([['PATCH', '/a%2Fb', 'application/json', request.body]]);
  });
});

describe.each([
  ['with its defaults off', { retry: 0, throwHttpErrors: false, timeout: false } as const],
  ['as it is', {}],
])('a ky of the user as fetch, %s', (_, options) => {
  it('logs, reads, and tells errors apart', async () => {
    const api = createTestApi();
    const { prompts } = api.seed({ prompts: [{ title: 'Tides' }] });
    const fetch = ky.create({ ...options, fetch: api.fetch as typeof globalThis.fetch });
    const client = new PromptCrafterClient({
      baseUrl: 'http://localhost',
      token: await api.token(),
      fetch,
      maxRetries: 0,
    });
    const log = await client.createLog({
      promptId: prompts[0]._id,
      output: 'High.',
      modelUsed: 'm',
    });
    expect(await client.getLogsByPrompt(prompts[0]._id)).toEqual([log]);
    const error = await errorOf(client.getPromptById('prompt999'), NotFoundError);
    expect(error.message).toBe('No prompt found with the specified ID.');
  });
});
