import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { App } from '../../../src/api/app.ts';
import { open, readAnswer, readToEnd, start } from './http-kit.ts';

// A machine has a whole network of addresses for itself.
const [here, there] = ['127.0.0.1', '127.0.0.2'];

const busy = { status: 503, body: '{"error":"The server is busy. Try again later."}' };

describe('the memory for bodies', () => {
  const head = 'POST /auth/login HTTP/1.1\r\nContent-Type: application/json\r\n';
  const begin = (length: number) => `${head}Content-Length: ${length}\r\n\r\n`;
  const login = JSON.stringify({ email: 'ada@example.com', password: 'wrong-password' });

  it('is taken from the client that has the most of it', async () => {
    const { port } = await start({ allBodyBytes: 10_000 });
    const greedy = [
      await open(port, begin(6_000) + 'x'.repeat(5_000), here),
      await open(port, begin(6_000) + 'x'.repeat(4_000), here),
    ] as const;
    await new Promise((resolve) => setTimeout(resolve, 50));
    const modest = await open(port, begin(login.length + 2_000) + ' '.repeat(2_000), there);

    expect(await readAnswer(greedy[0])).toEqual(busy);
    modest.write(login);
    expect((await readAnswer(modest)).status).toBe(401);
    greedy[1].write('x'.repeat(2_000));
    expect((await readAnswer(greedy[1])).status).toBe(400);
  });

  it('is refused to a body that alone is too much, with a time to try again', async () => {
    const { port } = await start({ allBodyBytes: 1_000 });
    const socket = await open(port, begin(5_000) + 'x'.repeat(2_000));

    const text = await readToEnd(socket);
    expect(text).toMatch(/^HTTP\/1\.1 503 /);
    expect(text).toMatch(/retry-after: 1\r\n/i);
  });

  it('is there again when the answer is sent', async () => {
    const { port } = await start({ allBodyBytes: 3_000 });
    for (let count = 0; count < 5; count += 1) {
      const socket = await open(port, begin(2_000) + login.padEnd(2_000));
      expect((await readAnswer(socket)).status).toBe(401);
    }
  });
});

describe('the memory for answers that nobody reads', () => {
  const big = new Uint8Array(8 * 1024 * 1024);
  const app: App = {
    fetch: ({ url }) => new Response(url.endsWith('/big') ? big : 'Small.'),
  };

  it('is taken from the client that has the most of it', async () => {
    const { port, url, answers, failures } = await start({ app, unreadBytes: 20 * 1024 * 1024 });
    const resting = [];
    for (let count = 0; count < 5; count += 1) {
      const socket = await open(port, 'GET /big HTTP/1.1\r\nConnection: close\r\n\r\n', there);
      await once(socket, 'readable');
      resting.push(socket);
    }

    // Those whose clients have rested for longest are cut off.
    await expect.poll(() => answers.length).toBeGreaterThanOrEqual(2);
    expect(await (await fetch(`${url}/small`)).text()).toBe('Small.');
    expect((await (await fetch(`${url}/big`)).arrayBuffer()).byteLength).toBe(big.length);
    const last = await readToEnd(resting.at(-1) ?? (await open(port)));
    expect(last.length).toBeGreaterThanOrEqual(big.length);
    expect(failures).toEqual([]);
  });
});

describe('connections', () => {
  it('are taken from the client that has the most of them', async () => {
    const { port, url } = await start({ connections: 20 });
    const mine = await open(port, 'GET /prompts HTTP/1.1\r\n\r\n', here);
    expect((await readAnswer(mine)).status).toBe(401);
    let closed = 0;
    for (let count = 0; count < 60; count += 1) {
      const socket = await open(port, 'GET / HTTP/1.1\r\n', there);
      socket.once('close', () => {
        closed += 1;
      });
      socket.once('error', () => {});
    }

    await expect.poll(() => closed).toBeGreaterThanOrEqual(40);
    expect((await fetch(`${url}/prompts`)).status).toBe(401);
    mine.write('GET /prompts HTTP/1.1\r\nConnection: close\r\n\r\n');
    expect(await readToEnd(mine)).toMatch(/401/);
  });
});

it('checks tokens while passwords are waiting to be checked', async () => {
  const { url, backend, answers } = await start({ passwordCost: 2 ** 15 });
  const token = await backend.token();
  const json = { email: 'ada@example.com', password: 'wrong-password' };
  const headers = { 'Content-Type': 'application/json' };
  const init = { method: 'POST', headers, body: JSON.stringify(json) };
  const logins = Array.from({ length: 20 }, () => fetch(`${url}/auth/login`, init));
  await expect.poll(() => answers.length, { timeout: 30_000 }).toBeGreaterThan(0);
  const before = answers.length;
  const headersOfAda = { Authorization: `Bearer ${token}` };
  for (let count = 0; count < 10; count += 1) {
    expect((await fetch(`${url}/prompts`, { headers: headersOfAda })).status).toBe(200);
  }

  // Ten answers, while few of the passwords had their turns.
  expect(answers.length - before).toBeLessThan(20);
  const statuses = await Promise.all(logins.map(async (login) => (await login).status));
  expect(new Set(statuses)).toEqual(new Set([401, 429]));
});

it('answers one client between the many large requests of another', async () => {
  let large = 0;
  const app: App = {
    fetch({ url }) {
      if (!url.endsWith('/large')) return new Response('Small.');
      const end = performance.now() + 20;
      while (performance.now() < end);
      large += 1;
      return new Response('Large.');
    },
  };
  const { port } = await start({ app });
  const greedy = await Promise.all(Array.from({ length: 50 }, () => open(port, '', there)));
  const mine = await open(port, '', here);
  for (const socket of greedy) socket.write('GET /large HTTP/1.1\r\n\r\n');
  mine.write('GET /small HTTP/1.1\r\nConnection: close\r\n\r\n');
  await readToEnd(mine);

  expect(large).toBeLessThan(25);
  await expect.poll(() => large, { timeout: 20_000 }).toBe(50);
});
