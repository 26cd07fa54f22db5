import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { runInNewContext } from 'node:vm';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, expectTypeOf, it, onTestFinished } from 'vitest';
import type { FetchFunction } from '../../src/index.ts';
import { createNodeFetch, type NodeFetch } from '../../src/node/index.ts';
import { rejectionOf } from '../support/rejection-of.ts';
import {
  startScriptedServer,
  withBody,
  withStatus,
  writeHead,
} from '../support/scripted-server.ts';
import { createGate } from './gate.ts';

const fetch = createNodeFetch({ env: {} });

it('is what the client takes as `fetch`', () => {
  expectTypeOf<NodeFetch>().toExtend<FetchFunction>();
});

describe('a request', () => {
  it('has the headers of fetch where none are given', async () => {
    const server = await startScriptedServer(withStatus(204));
    await fetch(server.baseUrl);
    await fetch(new URL('/logs?q=%20', server.baseUrl), { method: 'post', body: 'Flut ⛵' });
    const [get, post] = server.requests;
    expect(get).toMatchObject({ line: 'GET / HTTP/1.1', body: '' });
    expect(get?.headers).toMatchObject({
      accept: '*/*',
      'accept-encoding': 'gzip, br',
      host: new URL(server.baseUrl).host,
    });
    expect(get?.headers).not.toHaveProperty('content-length');
    expect(post).toMatchObject({ line: 'POST /logs?q=%20 HTTP/1.1', body: 'Flut ⛵' });
    expect(post?.headers).toMatchObject({
      'content-type': 'text/plain;charset=UTF-8',
      'content-length': '8',
    });
  });

  it('has the headers that it is given, in each form and in Latin-1', async () => {
    const server = await startScriptedServer(withStatus(204));
    const headers = { 'X-Name': 'Zoë', accept: 'application/json' };
    for (const given of [headers, Object.entries(headers), new Headers(headers)]) {
      await fetch(server.baseUrl, { method: 'POST', headers: given, body: 'Flut ⛵' });
    }
    for (const request of server.requests) {
      expect(request.headers).toMatchObject({ 'x-name': 'Zoë', accept: 'application/json' });
      expect(request.body).toBe('Flut ⛵');
    }
    expect(server.requests).toHaveLength(3);
  });

  it('has the bytes that it is given, and says where it has none', async () => {
    const server = await startScriptedServer(withStatus(204));
    await fetch(server.baseUrl, { method: 'PUT', body: new Uint8Array([72, 105]) });
    await fetch(server.baseUrl, { method: 'POST' });
    expect(server.requests[0]).toMatchObject({ body: 'Hi', headers: { 'content-length': '2' } });
    expect(server.requests[1]).toMatchObject({ body: '', headers: { 'content-length': '0' } });
  });

  it.each<[string, string, Parameters<NodeFetch>[1]]>([
    ['a relative URL', '/logs', {}],
    ['another scheme', 'ftp://example.com', {}],
    ['a password in the URL', 'http://ada:hidden@localhost', {}],
    ['CONNECT', 'http://localhost', { method: 'CONNECT' }],
    ['a redirect to follow', 'http://localhost', { redirect: 'follow' as 'manual' }],
    ['a header that cannot be sent', 'http://localhost', { headers: { 'x-name': 'a\r\nb: c' } }],
    ['a method that is none', 'http://localhost', { method: 'GET /' }],
    ['a body of another kind', 'http://localhost', { body: 5 as never }],
  ])('is refused with %s, by a rejection that says no secret', async (_name, url, init) => {
    const error = await rejectionOf(fetch(url, init));
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toMatchObject({ code: expect.stringMatching(/^ERR_/) });
    expect(String(error)).not.toContain('hidden');
  });
});

describe('an answer', () => {
  /** The answer to a request of a server that writes it itself. */
  async function receive(write: (response: ServerResponse) => void, init = {}) {
    const server = createServer((_request, response) => write(response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    return fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/logs`, init);
  }

  it('is read as a Response is', async () => {
    const answer = await receive((response) => {
      response.setHeader('Set-Cookie', ['a=1', 'b=2']);
      response.writeHead(201, { 'X-Name': 'Zoe' }).end('{"a":1}');
    });
    expect(answer).toMatchObject({ status: 201, statusText: 'Created', ok: true, type: 'basic' });
    expect(answer).toMatchObject({ redirected: false, bodyUsed: false });
    expect(new URL(answer.url).pathname).toBe('/logs');
    const { headers } = answer;
    expect(headers.get('x-NAME')).toBe('Zoe');
    expect(headers.get('constructor')).toBeNull();
    expect([headers.has('x-name'), headers.has('__proto__')]).toEqual([true, false]);
    expect(headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(new Headers([...headers]).getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(await answer.json()).toEqual({ a: 1 });
    expect(answer.bodyUsed).toBe(true);
    expect(await rejectionOf(answer.text())).toBeInstanceOf(TypeError);
  });

  it.each([
    ['plain', undefined, (text: string) => Buffer.from(text)],
    ['gzip', 'gzip', (text: string) => gzipSync(text)],
    ['x-gzip', 'X-GZIP', (text: string) => gzipSync(text)],
    ['br', 'br', (text: string) => brotliCompressSync(text)],
    ['br of gzip', 'gzip, br', (text: string) => brotliCompressSync(gzipSync(text))],
  ])('that is %s is decoded, each way of reading it', async (_name, encoding, encode) => {
    const write = (response: ServerResponse) => {
      response.writeHead(200, encoding ? { 'Content-Encoding': encoding } : {});
      response.end(encode('\uFEFFFlut ⛵'));
    };
    expect(await (await receive(write)).text()).toBe('Flut ⛵');
    const bytes = new TextEncoder().encode('\uFEFFFlut ⛵');
    expect(await (await receive(write)).arrayBuffer()).toEqual(bytes.buffer);
    const { body } = await receive(write);
    expect(await new Response(body).text()).toBe('Flut ⛵');
    const answer = await receive(write);
    expect(answer.body?.locked).toBe(false);
    expect(await answer.text()).toBe('Flut ⛵');
  });

  it('in an unknown encoding is given as it is', async () => {
    const answer = await receive((response) => {
      response.writeHead(200, { 'Content-Encoding': 'gzip, rot13' }).end('Syhg');
    });
    expect(await answer.text()).toBe('Syhg');
  });

  it.each([
    ['announced, to HEAD', { 'Content-Encoding': 'gzip', 'Content-Length': '20' }, 'HEAD', 200],
    ['none, with a 204', {}, 'GET', 204],
    ['empty, though compressed', { 'Content-Encoding': 'gzip', 'Content-Length': '0' }, 'GET', 502],
  ])('whose body is %s is an empty text', async (_name, headers, method, status) => {
    const answer = await receive((response) => response.writeHead(status, headers).end(), {
      method,
    });
    expect(await answer.text()).toBe('');
  });

  it.each(['text', 'arrayBuffer', 'json'] as const)(
    'that is cut off rejects `%s`, also where it broke off before it was read',
    async (read) => {
      const write = (response: ServerResponse) => {
        response.writeHead(200, { 'Content-Length': '100' });
        response.write('[', () => setTimeout(() => response.destroy(), 10));
      };
      const error = await rejectionOf((await receive(write))[read]());
      expect(error).toMatchObject({ message: 'fetch failed', cause: { code: 'ECONNRESET' } });
      const answer = await receive(write);
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(await rejectionOf(answer[read]())).toMatchObject({ message: 'fetch failed' });
      expect(await rejectionOf(new Response((await receive(write)).body).text())).toBeDefined();
    },
  );

  it('whose compressed body is cut off, though the answer is whole, rejects', async () => {
    const answer = await receive((response) => {
      response.writeHead(200, { 'Content-Encoding': 'gzip' });
      response.end(gzipSync('x'.repeat(5_000)).subarray(0, 20));
    });
    expect(await rejectionOf(answer.text())).toMatchObject({ message: 'fetch failed' });
  });

  it('that nobody reads fails without a word', async () => {
    await receive((response) => {
      response.writeHead(200, { 'Content-Encoding': 'gzip' });
      response.write('this is no gzip', () => setTimeout(() => response.destroy(), 10));
    });
    // An error that nobody handles would end the run.
    await new Promise((resolve) => setTimeout(resolve, 100));
  });

  it('that is read slowly makes the server wait, and is cancelled with its connection', async () => {
    let written = 0;
    const gone = createGate();
    const piece = Buffer.alloc(64 * 1024);
    const { body } = await receive((response) => {
      response.on('close', () => gone.open());
      const write = () => {
        while (written < 100 * 2 ** 20) {
          written += piece.length;
          if (!response.write(piece)) return response.once('drain', write);
        }
        return response.end();
      };
      write();
    });
    const reader = body?.getReader();
    await reader?.read();
    // Until the buffers between the two are full.
    for (let before = -1; before !== written; ) {
      before = written;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(written).toBeLessThan(50 * 2 ** 20);
    await reader?.cancel();
    await gone.opened;
  });

  it('that redirects is given as it is', async () => {
    const location = 'http://other.test/';
    const answer = await receive((response) => response.writeHead(307, { location }).end());
    expect(answer.status).toBe(307);
    expect(answer.headers.get('location')).toBe(location);
  });

  it('that changes the protocol is none', async () => {
    const { baseUrl } = await startScriptedServer((socket) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n');
    });
    expect(await rejectionOf(fetch(baseUrl))).toMatchObject({ message: 'fetch failed' });
  });

  it('to a body that the server did not want to read is read', async () => {
    const answer = await receive((response) => response.writeHead(413).end('too large'), {
      method: 'POST',
      body: 'x'.repeat(2 ** 20),
    });
    expect([answer.status, await answer.text()]).toEqual([413, 'too large']);
  });
});

describe('an abort', () => {
  const reason = { why: 'enough' };
  const stalls = (socket: Socket) =>
    void socket.write(`${writeHead(200, { 'content-length': '100' })}[`);

  it('before the call rejects with its reason and sends nothing', async () => {
    const server = await startScriptedServer(withStatus(204));
    const call = fetch(server.baseUrl, { signal: AbortSignal.abort(reason) });
    expect(await rejectionOf(call)).toBe(reason);
    expect(server.requests).toEqual([]);
  });

  it('before the answer rejects with its reason and closes the connection', async () => {
    const server = await startScriptedServer(() => undefined);
    const controller = new AbortController();
    const call = rejectionOf(fetch(server.baseUrl, { signal: controller.signal }));
    const { closed } = await server.received(0);
    controller.abort(reason);
    expect(await call).toBe(reason);
    await closed;
  });

  it.each<[string, (answer: Awaited<ReturnType<NodeFetch>>) => Promise<unknown>]>([
    ['text', (answer) => answer.text()],
    [
      'stream',
      async (answer) => {
        for await (const _piece of answer.body as unknown as AsyncIterable<unknown>);
      },
    ],
  ])('within the body rejects its %s with the reason', async (_name, read) => {
    const server = await startScriptedServer(stalls);
    const controller = new AbortController();
    const answer = await fetch(server.baseUrl, { signal: controller.signal });
    const reading = rejectionOf(read(answer));
    setTimeout(() => controller.abort(reason), 20);
    expect(await reading).toBe(reason);
    await (await server.received(0)).closed;
  });

  it('comes from a signal of another realm, which need not keep a reason', async () => {
    const server = await startScriptedServer(() => undefined);
    const signal = runInNewContext(`({
      aborted: false,
      addEventListener(_type, listener) { this.listener = listener; },
      removeEventListener() {},
      abort() { this.aborted = true; this.listener(); },
    })`) as AbortSignal & { abort(): void };
    const call = rejectionOf(fetch(server.baseUrl, { signal }));
    await server.received(0);
    signal.abort();
    expect(await call).toMatchObject({ name: 'AbortError' });
  });

  it('leaves no listener on a signal that many calls share', async () => {
    const server = await startScriptedServer(withBody(200, '[]'));
    let listeners = 0;
    const signal = {
      aborted: false,
      addEventListener: () => void listeners++,
      removeEventListener: () => void listeners--,
    } as unknown as AbortSignal;
    for (let call = 0; call < 3; call += 1) {
      await (await fetch(server.baseUrl, { signal })).text();
    }
    await expect.poll(() => listeners).toBe(0);
  });
});
