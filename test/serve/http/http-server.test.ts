import { once } from 'node:events';
import type { Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { App } from '../../../src/api/app.ts';
import { open, readAnswer, readToEnd, start } from './http-kit.ts';

/** A refusal in full: its status, and that it is JSON and the end of the connection. */
async function readRefusal(socket: Socket): Promise<[status: string | undefined, body: unknown]> {
  const [head = '', body = ''] = (await readToEnd(socket)).split('\r\n\r\n');
  expect(head.toLowerCase()).toContain('content-type: application/json');
  expect(head.toLowerCase()).toContain('connection: close');
  // In chunks, the body has lengths around it.
  return [head.split(' ')[1], JSON.parse(/\{.*\}/.exec(body)?.[0] ?? '')];
}

const requestHead = 'POST /auth/login HTTP/1.1\r\nContent-Type: application/json\r\n';

describe('a slow client', () => {
  it('is cut off when its request has no head in time', async () => {
    const { port } = await start({ headMs: 100, requestMs: 200 });
    const socket = await open(port, 'GET /prompts HTTP/1.1\r\nX-Slow: ');
    const drip = setInterval(() => socket.write('x'), 10);
    onTestFinished(() => clearInterval(drip));

    expect(await readRefusal(socket)).toEqual(['408', { error: 'Request took too long' }]);
  });

  it('is cut off when its body does not come in in time', async () => {
    const { port } = await start({ headMs: 100, requestMs: 200 });
    const socket = await open(port, `${requestHead}Content-Length: 1000\r\n\r\n{`);
    const drip = setInterval(() => socket.write(' '), 10);
    onTestFinished(() => clearInterval(drip));

    expect(await readRefusal(socket)).toEqual(['408', { error: 'Request took too long' }]);
  });

  it('is cut off when it sends nothing at all', async () => {
    const { port } = await start({ idleMs: 100 });

    expect(await readToEnd(await open(port))).toBe('');
  });

  it('keeps no other from its answer', async () => {
    const { port, url } = await start();
    await Promise.all(Array.from({ length: 200 }, () => open(port, 'GET / HTTP/1.1\r\n')));

    expect((await fetch(`${url}/prompts`)).status).toBe(401);
  });
});

describe('a request that is too large', () => {
  const tooLarge = { error: 'Request body is too large' };

  it.each([
    ['with its length', (text: string) => text],
    ['in chunks', (text: string) => new Blob([text]).stream()],
  ])('is refused, sent %s', async (_case, toBody) => {
    const { url } = await start({ bodyBytes: 1000 });
    const login = async (size: number) => {
      const body = toBody(JSON.stringify({ email: 'ada@example.com', password: 'x'.repeat(size) }));
      const headers = { 'Content-Type': 'application/json' };
      const init = { method: 'POST', headers, body, duplex: 'half' };
      return await fetch(`${url}/auth/login`, init);
    };

    const response = await login(1000);
    expect(response.status).toBe(413);
    expect(await response.json()).toEqual(tooLarge);
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe('*');
    expect((await login(900)).status).toBe(401);
  });

  it('is 10 MB and more, unless told otherwise', async () => {
    const { url, backend } = await start();
    const { prompts } = await backend.seed({ prompts: [{}] });
    const save = async (size: number) => {
      const json = { promptId: prompts[0]._id, output: 'x'.repeat(size), modelUsed: 'm' };
      const response = await fetch(`${url}/logs`, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          Authorization: `Bearer ${await backend.token()}`,
        },
        body: JSON.stringify(json),
      });
      await response.text();
      return response.status;
    };

    expect(await save(10 * 1024 * 1024)).toBe(413);
    expect(await save(10 * 1024 * 1024 - 200)).toBe(201);
  });

  it('is not waited for', async () => {
    const { port } = await start();
    const socket = await open(port, `${requestHead}Content-Length: 99999999999\r\n\r\n{`);

    expect(await readRefusal(socket)).toEqual(['413', tooLarge]);
  });

  it('is refused for its head too', async () => {
    const { port } = await start();
    const socket = await open(port, `GET / HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`);

    expect(await readRefusal(socket)).toEqual(['431', { error: 'Request headers are too large' }]);
  });
});

describe('a request that is refused before its body is there', () => {
  const begin = `${requestHead}Content-Length: 1000\r\n`;
  const refused = 'POST /prompts HTTP/1.1\r\nContent-Type: application/json\r\n';

  it.each([
    ['401', `${refused}Content-Length: 1000\r\n\r\n{`],
    ['401', `${refused}Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n`],
    ['415', 'POST /auth/login HTTP/1.1\r\nContent-Length: 1000\r\n\r\n{'],
    ['404', 'POST /nowhere HTTP/1.1\r\nContent-Length: 1000\r\n\r\n{'],
    ['413', `${requestHead}Content-Length: 99999999999\r\n\r\n{`],
  ])('is answered %s at once', async (status, text) => {
    // Were the rest waited for, the test would run out of time.
    const { port } = await start({ lingerMs: 3_600_000, requestMs: 3_600_000 });
    const answer = await readAnswer(await open(port, text));

    expect(answer.status).toBe(Number(status));
    expect(JSON.parse(answer.body)).toHaveProperty('error');
  });

  it('may send the rest, and loses nothing of the answer', async () => {
    const { port } = await start();
    const socket = await open(port, `${refused}Content-Length: 5000000\r\n\r\n{`);
    await once(socket, 'readable');
    for (let part = 0; part < 50; part += 1) socket.write('x'.repeat(100_000));

    expect(await readRefusal(socket)).toEqual([
      '401',
      { error: 'Authentication token is missing' },
    ]);
  });

  it('is not asked for it, where it waits to be asked', async () => {
    const { port } = await start();
    const socket = await open(port, `${refused}Content-Length: 5\r\nExpect: 100-continue\r\n\r\n`);
    expect(await readToEnd(socket)).toMatch(/^HTTP\/1\.1 401 /);
  });

  it('is asked for it where it is not refused', async () => {
    const { port } = await start();
    const socket = await open(port, `${begin}Expect: 100-continue\r\n\r\n`);
    await once(socket, 'readable');
    expect(String(socket.read())).toBe('HTTP/1.1 100 Continue\r\n\r\n');
    const body = JSON.stringify({ email: 'ada@example.com', password: 'wrong-password' });
    socket.write(body.padEnd(1000));
    expect((await readAnswer(socket)).status).toBe(401);
  });
});

describe('requests on one connection', () => {
  it('are answered in order, however fast they come in', async () => {
    const { port, answers } = await start();
    const paths = ['/prompts', '/nowhere', '/prompts/%', '/logs', '/search'];
    const text = paths.map((path) => `GET ${path} HTTP/1.1\r\n\r\n`).join('');
    const socket = await open(port, `${text}GET / HTTP/1.1\r\nConnection: close\r\n\r\n`);

    const all = await readToEnd(socket);
    const statuses = Array.from(all.matchAll(/HTTP\/1\.1 (\d+)/g), ([, status]) => status);
    expect(statuses).toEqual(['401', '404', '401', '401', '401', '404']);
    expect(answers).toHaveLength(6);
  });

  it('are cut off where they are too many', async () => {
    const hanging: App = { fetch: () => new Promise(() => {}) };
    const { port } = await start({ app: hanging });

    expect(await readToEnd(await open(port, 'GET / HTTP/1.1\r\n\r\n'.repeat(1000)))).toBe('');
  });

  it('that make no sense do not spoil the answer under way', async () => {
    const endless: App = {
      fetch: () =>
        new Response(
          new ReadableStream({
            start: (controller) => controller.enqueue(new TextEncoder().encode('Begin.')),
          }),
        ),
    };
    const { port } = await start({ app: endless });
    const socket = await open(port, 'GET / HTTP/1.1\r\n\r\n');
    await once(socket, 'readable');
    socket.write('Hello there.\r\n\r\n');

    const text = await readToEnd(socket).catch(() => '');
    expect(text).not.toContain('malformed');
  });
});

describe('a request that makes no sense', () => {
  it.each(['Hello there.\r\n\r\n', 'GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n'])(
    'is refused: %j',
    async (text) => {
      const { port } = await start();

      expect(await readRefusal(await open(port, text))).toEqual([
        '400',
        { error: 'The request is malformed or contains invalid parameters.' },
      ]);
    },
  );

  it.each([
    ['TRACE /prompts', '400'],
    ['GET //example.com/prompts', '404'],
    ['GET /prompts/%2e%2e/logs', '401'],
    ['GET /prompts/%ZZ', '401'],
  ])('is answered in JSON: %s', async (line, status) => {
    const { port } = await start();
    const socket = await open(port, `${line} HTTP/1.1\r\nConnection: close\r\n\r\n`);

    expect((await readRefusal(socket))[0]).toBe(status);
  });
});

it('is no failure that a client leaves half-way through its request', async () => {
  const { port, answers, failures } = await start();
  const socket = await open(port, `${requestHead}Content-Length: 1000\r\n\r\n{`);
  socket.destroy();

  await expect.poll(() => answers).toHaveLength(1);
  expect(failures).toEqual([]);
});

describe('an answer', () => {
  const chunk = new Uint8Array(64 * 1024);

  it('is made no faster than its client reads it', async () => {
    let made = 0;
    let isCancelled = false;
    const endless: App = {
      fetch: () =>
        new Response(
          new ReadableStream({
            pull(controller) {
              made += 1;
              controller.enqueue(chunk);
            },
            cancel() {
              isCancelled = true;
            },
          }),
        ),
    };
    const { port, failures } = await start({ app: endless });
    const socket = await open(port, 'GET / HTTP/1.1\r\n\r\n');
    await once(socket, 'readable');

    // Of an answer without an end, only what the buffers of the system hold is made.
    await expect.poll(() => isSettled(() => made)).toBe(true);
    socket.destroy();
    await expect.poll(() => isCancelled).toBe(true);
    expect(failures).toEqual([]);
  });

  it('waits for a reader that rests for longer than a connection may be idle', async () => {
    const parts = 200;
    let made = 0;
    const long: App = {
      fetch: () =>
        new Response(
          new ReadableStream({
            pull(controller) {
              made += 1;
              if (made > parts) controller.close();
              else controller.enqueue(chunk);
            },
          }),
        ),
    };
    const { port } = await start({ app: long, idleMs: 50 });
    const socket = await open(port, 'GET / HTTP/1.0\r\n\r\n');
    await once(socket, 'readable');
    await expect.poll(() => isSettled(() => made)).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 500));

    const text = await readToEnd(socket);
    expect(text.length).toBeGreaterThan(parts * chunk.length);
  });

  it('is given up by the API when its client leaves', async () => {
    let isGivenUp = false;
    const slow: App = {
      fetch: ({ signal }) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => {
            isGivenUp = true;
            resolve(new Response());
          });
        }),
    };
    const { port, failures, answers } = await start({ app: slow });
    const socket = await open(port, 'GET / HTTP/1.1\r\n\r\n');
    await new Promise((resolve) => setTimeout(resolve, 20));
    socket.destroy();

    await expect.poll(() => isGivenUp).toBe(true);
    await expect.poll(() => answers).toHaveLength(1);
    expect(failures).toEqual([]);
  });

  it('breaks off where it cannot be made', async () => {
    const broken: App = {
      fetch: () =>
        new Response(
          new ReadableStream({
            pull(controller) {
              controller.enqueue(chunk);
              controller.error(new Error('The disk is gone.'));
            },
          }),
        ),
    };
    const { url, failures } = await start({ app: broken });

    await expect(fetch(url).then((response) => response.text())).rejects.toThrow(TypeError);
    expect(failures).toEqual([new Error('The disk is gone.')]);
  });

  it('under way is ended when the server closes, and no new one begun', async () => {
    let finish = () => {};
    const slow: App = {
      fetch: () =>
        new Promise((resolve) => {
          finish = () => resolve(new Response('The end.'));
        }),
    };
    const { url, close } = await start({ app: slow, closeMs: 60_000 });
    const pending = fetch(url);
    await expect.poll(() => String(finish)).toContain('resolve');

    const closed = close();
    await expect(fetch(url)).rejects.toThrow(TypeError);
    finish();
    expect(await (await pending).text()).toBe('The end.');
    await closed;
  });

  it('that never ends is cut off when the server closes', async () => {
    const hanging: App = { fetch: () => new Promise(() => {}) };
    const { port, url, close } = await start({ app: hanging, closeMs: 50 });
    const idle = await open(port);
    const pending = fetch(url).catch((error) => error);
    await expect.poll(() => idle.readyState).toBe('open');

    await close();
    expect(await pending).toBeInstanceOf(TypeError);
  });
});

/** Whether a number stays the same over many turns of the event loop. */
async function isSettled(read: () => number): Promise<boolean> {
  const before = read();
  for (let turn = 0; turn < 100; turn += 1) await new Promise((resolve) => setTimeout(resolve, 1));
  return read() === before;
}
