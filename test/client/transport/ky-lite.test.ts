import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type {
  FetchFunction,
  WireHead,
  WireRequest,
} from '../../../src/client/transport/send-once.ts';

type SendOnce = typeof import('../../../src/client/transport/send-once.ts');

/** `http.ts` as it is built: with ky, and with what the single file has in its place. */
const builds: [string, () => Promise<SendOnce>][] = [
  ['ky', () => import('../../../src/client/transport/send-once.ts')],
  [
    'ky-lite',
    async () => {
      vi.resetModules();
      vi.doMock('ky', () => import('../../../src/client/transport/ky-lite.ts'));
      return import('../../../src/client/transport/send-once.ts');
    },
  ],
];

afterEach(() => {
  vi.doUnmock('ky');
  vi.resetModules();
});

const request: WireRequest = {
  method: 'PATCH',
  url: 'https://api.example.com/prompts/a%2Fb?x=%20',
  headers: { accept: 'application/json', 'content-type': 'application/json' },
  body: '{"title":"é"}',
};

describe.each(builds)('sendOnce over %s', (_, load) => {
  const send = async (fetch: FetchFunction, options: Partial<WireRequest> = {}) => {
    const { sendOnce } = await load();
    const heads: WireHead[] = [];
    const { signal } = new AbortController();
    const answer = await sendOnce({ ...request, ...options }, fetch, signal, {
      onHead: (head) => heads.push(head),
      isStreamed: false,
    });
    return { answer, heads, signal };
  };
  const failureOf = async (fetch: FetchFunction): Promise<unknown> => {
    const { sendOnce, FetchFailure } = await load();
    const { signal } = new AbortController();
    const reception = { onHead: () => undefined, isStreamed: false };
    const error = await sendOnce(request, fetch, signal, reception).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(FetchFailure);
    return (error as InstanceType<typeof FetchFailure>).cause;
  };

  it('hands the request to fetch as it is, once', async () => {
    const fetch = vi.fn<FetchFunction>(async () => new Response('[]'));
    const { signal } = await send(fetch);
    const { url, ...init } = request;
    expect(fetch.mock.calls).toEqual([[url, { ...init, redirect: 'manual', signal }]]);
    expect(fetch.mock.calls[0]?.[1].signal).toBe(signal);
  });

  it.each([200, 201, 204, 301, 304, 400, 401, 404, 408, 413, 429, 500, 502, 503, 504, 599])(
    'delivers an answer with %d, without trying again',
    async (status) => {
      const body = status === 204 || status === 304 ? null : '{"error":"No"}';
      const headers = { 'retry-after': '1', location: 'https://elsewhere.example/' };
      const fetch = vi.fn<FetchFunction>(async () => new Response(body, { status, headers }));
      for (const method of ['GET', 'POST', 'PATCH', 'DELETE'] as const) {
        const { answer, heads } = await send(fetch, { method });
        // A redirect's body is not read.
        const text = status < 400 && status >= 300 ? '' : (body ?? '');
        expect(answer).toMatchObject({ status, text, cut: false, type: 'default' });
        expect(answer.headers.get('retry-after')).toBe('1');
        expect(heads).toEqual([{ status, type: 'default', headers: answer.headers }]);
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
    const response = Object.freeze({
      status: 200,
      statusText: '',
      headers: { get: () => null },
      body: null,
      text: async () => '',
    });
    const { answer } = await send(async () => response);
    expect(answer).toEqual({ status: 200, headers: response.headers, text: '', cut: false });
  });

  it.each([undefined, null, 'text', {}, { status: '200' }])(
    'refuses %j as an answer',
    async (x) => {
      expect(await failureOf(async () => x as never)).toBeInstanceOf(TypeError);
    },
  );

  it('fails with what a success body fails with, and delivers an error without its body', async () => {
    const cause = new TypeError('terminated');
    const respond = (status: number) => async () =>
      new Response(new ReadableStream({ pull: (c) => c.error(cause) }), { status });
    expect(await failureOf(respond(200))).toBe(cause);
    expect((await send(respond(500))).answer).toMatchObject({ status: 500, text: '', cut: true });
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
    const { answer } = await send(globalThis.fetch, { url: `http://127.0.0.1:${port}/a%2Fb` });
    expect(answer).toMatchObject({ status: 307, text: '' });
    expect(received).toEqual([['PATCH', '/a%2Fb', 'application/json', request.body]]);
  });
});
