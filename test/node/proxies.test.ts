import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PromptCrafterClient } from '../../src/index.ts';
import { createNodeFetch } from '../../src/node/index.ts';
import { projectRoot } from '../support/project-root.ts';
import { runCommand } from '../support/run-command.ts';
import { startProxy } from './start-proxy.ts';
import { answerWith, onRequest, startSocketServer, startTlsServer } from './start-socket-server.ts';
import { tlsIdentity } from './tls-identity.ts';

const agentOptions = { ca: tlsIdentity.cert };

/** A server of the API that notes what it is asked. */
async function startApi(start: typeof startTlsServer) {
  const heads: string[] = [];
  const serve = onRequest((socket, head) => {
    heads.push(head);
    answerWith(socket, []);
  });
  return { port: await start(serve), heads };
}

function createClient(baseUrl: string, env: Record<string, string>) {
  const fetch = createNodeFetch({ env, agentOptions });
  return new PromptCrafterClient({
    ...{ baseUrl, token: 't', fetch, maxRetries: 0 },
    allowInsecureHttp: true,
  });
}

describe.each([
  ['over plain HTTP', false],
  ['over TLS', true],
])('a proxy that is spoken to %s', (_name, isSecure) => {
  const toAddress = (port: number) =>
    `${isSecure ? 'https' : 'http'}://ada:c%40t@localhost:${port}`;

  it('opens one tunnel for calls to an https host that follow each other', async () => {
    const proxy = await startProxy({ isSecure });
    const api = await startApi(startTlsServer);
    const client = createClient(`https://api.example.test:${api.port}`, {
      HTTPS_PROXY: toAddress(proxy.port),
    });
    expect(await client.getLogs()).toEqual([]);
    expect(await client.getLogs()).toEqual([]);
    expect(proxy.heads).toHaveLength(1);
    const [head = ''] = proxy.heads;
    expect(head).toMatch(new RegExp(`^CONNECT api\\.example\\.test:${api.port} HTTP/1.1\r\n`));
    expect(head).toContain(`Basic ${Buffer.from('ada:c@t').toString('base64')}`);
    // The token is for the host alone, the password for the proxy alone.
    expect(head).not.toContain('Bearer');
    expect(api.heads).toHaveLength(2);
    expect(api.heads.join()).not.toMatch(/proxy-authorization/i);
  });

  it('is asked for whole URLs of an http host', async () => {
    const proxy = await startProxy({ isSecure });
    const api = await startApi(startSocketServer);
    const client = createClient(`http://api.example.test:${api.port}/v1`, {
      http_proxy: toAddress(proxy.port),
    });
    expect(await client.searchPrompts('tide & moon')).toEqual([]);
    const [head = ''] = proxy.heads;
    expect(head).toMatch(
      new RegExp(
        `^GET http://api\\.example\\.test:${api.port}/v1/search\\?q=tide\\S+moon HTTP/1.1\r\n`,
      ),
    );
    expect(head).toMatch(new RegExp(`\r\nhost: api\\.example\\.test:${api.port}\r\n`, 'i'));
    expect(head).toContain(`Basic ${Buffer.from('ada:c@t').toString('base64')}`);
  });
});

it('tunnels for calls at the same time carry their own answers', async () => {
  const proxy = await startProxy();
  const port = await startTlsServer(
    onRequest((socket, head) => {
      const [, q = ''] = /q=(\w+)/.exec(head) ?? [];
      setTimeout(() => answerWith(socket, [toPrompt(q)]), 20);
    }),
  );
  const client = createClient(`https://api.example.test:${port}`, {
    https_proxy: `localhost:${proxy.port}`,
  });
  const queries = Array.from({ length: 12 }, (_, index) => `q${index}`);
  const found = await Promise.all(queries.map((query) => client.searchPrompts(query)));
  expect(found.map(([prompt]) => prompt?.title)).toEqual(queries);
});

const toPrompt = (title: string) => ({
  ...{ _id: 'prompt1', ownerId: 'user1', title, content: 'Text', model: 'm' },
  ...{ createdAt: '2026-01-01T00:00:00Z', updatedAt: '2026-01-01T00:00:00Z' },
});

it.each(['localhost', '127.0.0.1'])('%s is reached directly, without being named', async (host) => {
  const api = await startApi(startSocketServer);
  const proxy = await startProxy();
  const client = createClient(`http://${host}:${api.port}`, {
    HTTP_PROXY: `http://localhost:${proxy.port}`,
  });
  expect(await client.getLogs()).toEqual([]);
  expect(proxy.heads).toEqual([]);
});

it('the environment is read at the first call, and not again', async () => {
  const proxy = await startProxy();
  const api = await startApi(startSocketServer);
  const env: Record<string, string> = {};
  const client = createClient(`http://api.example.test:${api.port}`, env);
  env.HTTP_PROXY = `http://localhost:${proxy.port}`;
  await client.getLogs();
  env.HTTP_PROXY = 'http://localhost:1';
  await client.getLogs();
  expect(proxy.heads).toHaveLength(2);
});

describe.each(['node-22', 'node', 'node-26'])('a program in %s', (folder) => {
  const command = join(projectRoot, 'node_modules', folder, 'bin/node');
  const program = join(projectRoot, 'test/node/print-answers.ts');

  it.each([
    ['by itself', {}],
    ['as does the platform', { NODE_USE_ENV_PROXY: '1' }],
  ])(
    'goes through the proxies of its environment %s, and ends with idle connections',
    async (_name, more) => {
      const proxy = await startProxy();
      const plain = await startApi(startSocketServer);
      const secure = await startApi(startTlsServer);
      const address = `http://127.0.0.1:${proxy.port}`;
      const urls = [
        `http://api.example.test:${plain.port}/a`,
        `https://api.example.test:${secure.port}/b`,
      ];
      const env = { ...more, HTTP_PROXY: address, HTTPS_PROXY: address, NO_PROXY: 'other.test' };
      const { code, stdout, stderr } = await runCommand(command, [program, ...urls], { env });
      expect({ code, stdout, stderr }).toMatchObject({ code: 0, stdout: '200 []\n200 []\n' });
      expect(proxy.heads.map((head) => head.split(' ', 2).join(' '))).toEqual([
        `GET ${urls[0]}`,
        `CONNECT api.example.test:${secure.port}`,
      ]);
    },
  );
});
