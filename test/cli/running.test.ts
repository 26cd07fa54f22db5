import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants, openSync, writeSync } from 'node:fs';
import { rename, stat, writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createTemporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';
import { cli, startServe } from './serve-process.ts';

let folder: TemporaryFolder;

beforeAll(async () => {
  folder = await createTemporaryFolder();
});
afterAll(() => folder[Symbol.asyncDispose]());

const inFolder = (name: string) => join(folder.path, name);

async function ask(url: string, path: string): Promise<{ status: number; json: unknown }> {
  const response = await fetch(`${url}${path}`);
  return { status: response.status, json: await response.json() };
}

describe('GET /health', () => {
  it('says that all is well, to anybody', async () => {
    await using server = await startServe('--data', inFolder('well.db'));

    expect(await ask(server.url, '/health')).toEqual({ status: 200, json: { status: 'ok' } });
    const head = await fetch(`${server.url}/health`, { method: 'HEAD' });
    expect([head.status, head.headers.get('Cache-Control')]).toEqual([200, 'no-store']);
    expect((await fetch(`${server.url}/health`, { method: 'POST' })).status).toBe(404);
    expect((await fetch(`${server.url}/health/x`)).status).toBe(404);
    expect((await server.end('SIGTERM')).stdout).toMatch(/^GET \/health 200 \d+ ms$/m);
  });

  it('fails once the data is gone, and so does every change', async () => {
    const file = inFolder('gone.db');
    await using server = await startServe('--data', file);
    await rename(file, `${file}-away`);

    expect(await ask(server.url, '/health')).toEqual({
      status: 503,
      json: { status: 'unavailable', failed: 'data' },
    });
    const response = await fetch(`${server.url}/auth/signup`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ name: 'Eve', email: 'eve@example.com', password: 'a-long-secret' }),
    });
    expect(response.status).toBe(503);
    expect(response.headers.get('Retry-After')).toBe('1');
    await rename(`${file}-away`, file);
    expect((await ask(server.url, '/health')).status).toBe(200);
    const { stderr } = await server.end('SIGTERM');
    expect(stderr).toMatch(/^Failed to use [^\n]+gone\.db: it is not where it was\. [^\n]+\n$/);
  });
});

describe('lines that nobody reads', () => {
  /** A pipe into which not one byte more goes. */
  async function createFullPipe(): Promise<number> {
    const name = inFolder(`pipe-${Math.random()}`);
    execFileSync('mkfifo', [name]);
    const pipe = openSync(name, constants.O_RDWR | constants.O_NONBLOCK);
    try {
      for (;;) writeSync(pipe, 'x'.repeat(1024));
    } catch {
      return pipe;
    }
  }

  async function findFreePort(): Promise<number> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    server.close();
    await once(server, 'close');
    return port;
  }

  const openFullDisk = async () => openSync('/dev/full', 'w');

  it.each([
    ['go into a full pipe', createFullPipe],
    ['go onto a full disk', openFullDisk],
  ])('neither stop the server nor keep it from ending when they %s', async (_, openTarget) => {
    const port = await findFreePort();
    const target = await openTarget();
    const args = [cli, 'serve', '--port', `${port}`, '--host', '0.0.0.0'];
    const child = spawn(process.execPath, args, { stdio: ['ignore', target, target] });
    const closed = once(child, 'close');
    onTestFinished(() => {
      child.kill('SIGKILL');
    });
    const url = `http://127.0.0.1:${port}`;
    await expect.poll(() => ask(url, '/health').catch(() => {}), { timeout: 30_000 }).toBeDefined();
    for (let count = 0; count < 100; count += 1) {
      expect((await ask(url, '/health')).status).toBe(200);
    }

    child.kill('SIGTERM');
    expect(await closed).toEqual([0, null]);
  });

  it('are lost when their reader has left, and nothing else is', async () => {
    await using server = await startServe('--data', inFolder('left.db'));
    server.process.stdout?.destroy();
    server.process.stderr?.destroy();
    for (let count = 0; count < 100; count += 1) {
      expect((await ask(server.url, '/health')).status).toBe(200);
    }

    const closed = once(server.process, 'exit');
    server.process.kill('SIGTERM');
    expect(await closed).toEqual([0, null]);
  });
});

describe('SIGTERM', () => {
  const seed = {
    users: [{ email: 'ada@example.com', password: 'a-long-secret' }],
    prompts: [{ _id: 'prompt104', content: 'x'.repeat(9_000_000) }],
    logs: [{}],
  };

  async function startBusy(name: string) {
    await writeFile(inFolder(`${name}.json`), JSON.stringify(seed));
    const data = inFolder(`${name}.db`);
    const server = await startServe('--data', data, '--seed', inFolder(`${name}.json`));
    const port = Number(new URL(server.url).port);
    const send = async (text: string) => {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => {});
      onTestFinished(() => {
        socket.destroy();
      });
      await once(socket, 'connect');
      socket.write(text);
      return socket;
    };
    const authorization = `Authorization: Bearer ${server.token}\r\n`;
    // A reader that rests, a body that does not come, a connection that nothing is asked on.
    const resting = await send(`GET /prompts/prompt104 HTTP/1.1\r\n${authorization}\r\n`);
    await once(resting, 'readable');
    await send(`POST /logs HTTP/1.1\r\n${authorization}Content-Type: application/json\r\n\
Content-Length: 100\r\n\r\n{`);
    await send('');
    await send('GET / HT');
    const body = JSON.stringify({ email: 'ada@example.com', password: 'wrong-password' });
    const login = `POST /auth/login HTTP/1.1\r\nContent-Type: application/json\r\n\
Content-Length: ${body.length}\r\n\r\n${body}`;
    for (let count = 0; count < 40; count += 1) await send(login);
    return { server, data };
  }

  it('ends it in order, whatever is going on', async () => {
    const { server, data } = await startBusy('busy');

    expect((await server.end('SIGTERM')).code).toBe(0);
    await expect(stat(`${data}-wal`)).rejects.toMatchObject({ code: 'ENOENT' });
  }, 20_000);

  it('ends it at once when it comes again', async () => {
    const { server } = await startBusy('twice');
    const exit = once(server.process, 'exit');
    server.process.kill('SIGTERM');
    await expect
      .poll(
        () =>
          fetch(server.url).then(
            () => 'answered',
            () => 'closed',
          ),
        { timeout: 5_000 },
      )
      .toBe('closed');
    server.process.kill('SIGTERM');

    expect(await exit).toEqual([null, 'SIGTERM']);
  }, 20_000);
});

it('keeps no connection from ending that is used all the time', async () => {
  await using server = await startServe('--quiet');
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  let isOver = false;
  const askOn = async () => {
    while (!isOver) {
      await new Promise<void>((resolve) => {
        const one = request(`${server.url}/health`, { agent }, (response) => {
          response.resume().once('end', resolve);
        });
        one.once('error', () => {
          isOver = true;
          resolve();
        });
        one.end();
      });
    }
  };
  const asking = askOn();

  expect((await server.end('SIGTERM')).code).toBe(0);
  await asking;
  agent.destroy();
}, 20_000);
