import { connect, type Socket } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { PromptCrafterClient, PromptCrafterConnectionError } from '../../src/index.ts';
import { createNodeFetch, type NodeFetchOptions } from '../../src/node/index.ts';
import { errorOf } from '../support/rejection-of.ts';
import { findClosedPort } from '../support/scripted-server.ts';
import { showEverything } from '../support/show-everything.ts';
import { createGate } from './gate.ts';
import { startProxy } from './start-proxy.ts';
import { answerWith, onRequest, startSocketServer, startTlsServer } from './start-socket-server.ts';
import { tlsIdentity } from './tls-identity.ts';

const input = { promptId: 'prompt1', output: 'Flood', modelUsed: 'm' };
const trusted = { ca: tlsIdentity.cert };

interface Trouble {
  readonly baseUrl: string;
  readonly options?: NodeFetchOptions;
}

function createClient({ baseUrl, options = {} }: Trouble) {
  const fetch = createNodeFetch({ env: {}, ...options });
  return new PromptCrafterClient({ baseUrl, token: 'secret-token', fetch, maxRetries: 0 });
}

const overTls = async (serve: (socket: Socket) => void): Promise<Trouble> => ({
  baseUrl: `https://localhost:${await startSocketServer(serve)}`,
});

const throughProxy = (address: string | number, baseUrl = 'https://api.example.test'): Trouble => ({
  baseUrl,
  options: {
    env: { https_proxy: typeof address === 'number' ? `http://127.0.0.1:${address}` : address },
  },
});

const proxyThat = async (serve: (socket: Socket) => void) =>
  throughProxy(await startSocketServer(serve));
const proxyThatAnswers = (text: string) =>
  proxyThat(onRequest((socket) => void socket.write(`HTTP/1.1 ${text}\r\n\r\n`)));

const troubles: [name: string, code: string | undefined, start: () => Promise<Trouble>][] = [
  ['nobody listens', 'ECONNREFUSED', async () => ({ baseUrl: await findClosedPort() })],
  ['the host is unknown', 'ENOTFOUND', async () => ({ baseUrl: 'https://nowhere.invalid' })],
  [
    'the server hangs up before TLS is up',
    'ECONNRESET',
    () => overTls((socket) => void socket.end()),
  ],
  [
    'the server resets while TLS is set up',
    'ECONNRESET',
    () => overTls((socket) => void socket.once('data', () => socket.resetAndDestroy())),
  ],
  [
    'the server speaks no TLS',
    undefined,
    () => overTls((socket) => void socket.write('220 smtp.example.com ESMTP\r\n')),
  ],
  [
    'the certificate is not trusted',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    async () => ({ baseUrl: `https://localhost:${await startTlsServer(() => undefined)}` }),
  ],
  [
    'the certificate is that of another host',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    async () => ({
      baseUrl: `https://127.0.0.1:${await startTlsServer(() => undefined)}`,
      options: { agentOptions: trusted },
    }),
  ],
  [
    'no version of TLS suits both',
    undefined,
    async () => ({
      baseUrl: `https://localhost:${await startTlsServer(() => undefined, { minVersion: 'TLSv1.3' })}`,
      options: { agentOptions: { ...trusted, maxVersion: 'TLSv1.2' } },
    }),
  ],
  [
    'nobody listens where the proxy should be',
    'ERR_PROXY_TUNNEL',
    async () => throughProxy(await findClosedPort()),
  ],
  [
    'nobody listens where the proxy for plain requests should be',
    'ECONNREFUSED',
    async () => ({
      baseUrl: 'http://localhost:1',
      options: { env: { http_proxy: await findClosedPort() } },
    }),
  ],
  [
    'the proxy wants a password',
    'ERR_PROXY_TUNNEL',
    () => proxyThatAnswers('407 Proxy Authentication Required\r\ncontent-length: 0'),
  ],
  [
    'the proxy cannot reach the host',
    'ERR_PROXY_TUNNEL',
    () => proxyThatAnswers('502 Bad Gateway'),
  ],
  ['the proxy hangs up', 'ERR_PROXY_TUNNEL', () => proxyThat((socket) => void socket.end())],
  [
    'the proxy resets',
    'ERR_PROXY_TUNNEL',
    () => proxyThat((socket) => void socket.once('data', () => socket.resetAndDestroy())),
  ],
  [
    'the proxy speaks no HTTP',
    'ERR_PROXY_TUNNEL',
    () => proxyThat((socket) => void socket.end('ESMTP')),
  ],
  [
    'something speaks first in the tunnel',
    'ERR_PROXY_TUNNEL',
    () => proxyThatAnswers('200 OK\r\n\r\nHTTP/1.1 400 Bad Request'),
  ],
  [
    'the host hangs up at the end of the tunnel',
    'ECONNRESET',
    () =>
      proxyThat(
        onRequest((socket) => {
          socket.write('HTTP/1.1 200 OK\r\n\r\n', () => socket.end());
        }),
      ),
  ],
  [
    'the certificate at the end of the tunnel is not trusted',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    async () => {
      const port = await startTlsServer(() => undefined);
      return throughProxy((await startProxy()).port, `https://api.example.test:${port}`);
    },
  ],
];

describe('nothing was sent', () => {
  it.each(troubles)('where %s (%s)', async (_name, code, start) => {
    const client = createClient(await start());
    const error = await errorOf(client.createLog(input), PromptCrafterConnectionError);
    expect(error).toMatchObject({ outcome: 'not-applied', attempts: 1, retryable: true });
    if (code) expect(error.message).toContain(`(${code})`);
    expect(showEverything(error)).not.toContain('secret');
  });

  it.each(['http://:0', 'socks5://ada:secret@127.0.0.1:1080'])(
    'where the proxy %s cannot be used, which it cannot be later either',
    async (address) => {
      const client = createClient(throughProxy(address));
      const error = await errorOf(client.createLog(input), PromptCrafterConnectionError);
      expect(error).toMatchObject({ outcome: 'not-applied', attempts: 1, retryable: false });
      expect((error.cause as Error).message).toMatch(/prox/);
      expect(showEverything(error)).not.toContain('secret');
    },
  );

  it.each(['transfer-encoding', 'connection', 'content-length'])(
    'where the header %s is given',
    async (name) => {
      const client = createClient({ baseUrl: await findClosedPort() });
      const error = await errorOf(client.createLog(input, { headers: { [name]: 'x' } }));
      expect(error).toMatchObject({ outcome: 'not-applied' });
      expect(error.message).toContain('ERR_INVALID_ARG_VALUE');
    },
  );

  it.each([
    [
      'a server that is silent while TLS is set up',
      (port: number) => ({ baseUrl: `https://localhost:${port}` }),
    ],
    ['a proxy that is silent', (port: number) => throughProxy(port)],
  ])('where %s is given up after 10 s', async (_name, toTrouble) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const asked = createGate();
      const port = await startSocketServer(
        (socket) => void socket.once('data', () => asked.open()),
      );
      const client = createClient(toTrouble(port));
      const unbounded = { timeout: Infinity, attemptTimeout: Infinity };
      const rejection = errorOf(client.createLog(input, unbounded), PromptCrafterConnectionError);
      await asked.opened;
      vi.advanceTimersByTime(10_000);
      expect(await rejection).toMatchObject({ outcome: 'not-applied' });
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('something may have been sent', () => {
  it('where TLS is spoilt once the request has come in', async () => {
    let spoil = () => {};
    const tlsPort = await startTlsServer(onRequest(() => spoil()));
    const port = await startSocketServer((socket) => {
      const server = connect(tlsPort, '127.0.0.1');
      server.on('error', () => undefined);
      socket.pipe(server).pipe(socket);
      // A record of a version that there is not: OpenSSL says what it says of a failed handshake.
      spoil = () => void socket.write(Buffer.from([0x17, 9, 9, 0, 20, ...Buffer.alloc(20)]));
    });
    const client = createClient({
      baseUrl: `https://localhost:${port}`,
      options: { agentOptions: trusted },
    });
    const error = await errorOf(client.createLog(input), PromptCrafterConnectionError);
    expect(error).toMatchObject({ outcome: 'unknown', attempts: 1 });
    expect(error.message).toContain('(ECONNRESET)');
  });

  const resets = onRequest((socket) => void socket.resetAndDestroy());
  const breaksOff = onRequest((socket) => void socket.destroy());
  const hangsUp = onRequest((socket) => void socket.end());

  it.each([
    ['resets', resets],
    ['hangs up', hangsUp],
  ])('where the server %s after the request', async (_name, serve) => {
    const client = createClient({ baseUrl: `http://127.0.0.1:${await startSocketServer(serve)}` });
    const error = await errorOf(client.createLog(input), PromptCrafterConnectionError);
    expect(error).toMatchObject({ outcome: 'unknown' });
  });

  it.each([
    ['breaks off', breaksOff],
    ['hangs up', hangsUp],
  ])(
    'where the server %s after the request, over TLS and through a tunnel',
    async (_name, serve) => {
      const port = await startTlsServer(serve);
      const proxy = await startProxy();
      const throughTunnel = { https_proxy: `127.0.0.1:${proxy.port}` };
      const ways = [
        ['localhost', {}],
        ['api.example.test', throughTunnel],
      ] as const;
      for (const [host, env] of ways) {
        const client = createClient({
          baseUrl: `https://${host}:${port}`,
          options: { env, agentOptions: trusted },
        });
        const error = await errorOf(client.createLog(input), PromptCrafterConnectionError);
        expect(error).toMatchObject({ outcome: 'unknown' });
      }
      expect(proxy.heads).toHaveLength(1);
    },
  );

  it('where a connection that was used before breaks, and it is not sent again', async () => {
    const heads: string[] = [];
    const port = await startSocketServer(
      onRequest((socket, head) => {
        heads.push(head);
        if (heads.length === 1) answerWith(socket, []);
        else socket.resetAndDestroy();
      }),
    );
    const client = createClient({ baseUrl: `http://127.0.0.1:${port}` });
    await client.getLogs();
    const error = await errorOf(client.createLog(input), PromptCrafterConnectionError);
    expect(error).toMatchObject({ outcome: 'unknown', attempts: 1 });
    expect(heads.map((head) => head.split(' ', 2).join(' '))).toEqual(['GET /logs', 'POST /logs']);
  });

  it('but not where the server has closed a connection that was idle: another one is opened', async () => {
    const closed = createGate();
    const connections: Socket[] = [];
    const port = await startSocketServer((socket) => {
      connections.push(socket);
      socket.once('close', () => closed.open());
      onRequest((_socket) => {
        answerWith(socket, []);
        if (connections.length === 1) setTimeout(() => socket.end(), 20);
      })(socket);
    });
    const client = createClient({ baseUrl: `http://127.0.0.1:${port}` });
    await client.getLogs();
    await closed.opened;
    expect(await client.getLogs()).toEqual([]);
    expect(connections).toHaveLength(2);
  });
});
