import { connect } from 'node:net';
import { expect, it, onTestFinished, vi } from 'vitest';
import { createTestApi } from '../../src/testing/index.ts';

it('listens on a free port of this machine', async () => {
  await using server = await createTestApi().listen();

  expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
  expect((await fetch(`${server.url}/prompts`)).status).toBe(401);
});

it('listens where it is told', async () => {
  await using first = await createTestApi().listen({ host: '::1' });

  expect(first.url).toBe(`http://[::1]:${first.port}`);
  expect((await fetch(`${first.url}/prompts`)).status).toBe(401);
  const again = createTestApi().listen({ host: '::1', port: first.port });
  await expect(again).rejects.toMatchObject({ code: 'EADDRINUSE' });
});

it('refuses a port that no fetch asks', async () => {
  await expect(createTestApi().listen({ port: 6000 })).rejects.toThrow(
    'no fetch asks the port 6000, which belongs to another protocol',
  );
});

it('says so where there are no sockets', async () => {
  const builtin = vi.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined);
  onTestFinished(() => builtin.mockRestore());

  await expect(createTestApi().listen()).rejects.toThrow('this runtime has no sockets');
});

it('ends open connections when it closes', async () => {
  const api = createTestApi();
  const server = await api.listen();
  api.fail({ with: { status: 200, body: 'text' } });
  await (await fetch(server.url)).text();
  api.fail({ with: 'hang' });
  const pending = fetch(server.url).catch((error) => error);
  await expect.poll(() => api.requests).toHaveLength(2);

  await server.close();
  expect(await pending).toBeInstanceOf(TypeError);
  await expect(fetch(server.url)).rejects.toThrow('fetch failed');
  await server.close();
});

it('sends a real reset', async () => {
  const api = createTestApi();
  await using server = await api.listen();
  api.fail({ with: 'reset' });

  const error = await fetch(`${server.url}/prompts`).catch((caught) => caught);
  expect(error.cause).toMatchObject({ code: 'ECONNRESET' });
});

it.each([
  ['GET //example.com/prompts HTTP/1.1', '404'],
  ['GET /prompts/%2e%2e/logs HTTP/1.1', '401'],
  ['GET /prompts/%ZZ HTTP/1.1', '401'],
  ['HEAD /prompts HTTP/1.1', '401'],
])('survives the odd request %s', async (line, status) => {
  await using server = await createTestApi().listen();
  const socket = connect(server.port, '127.0.0.1');
  socket.write(`${line}\r\nHost: localhost\r\nConnection: close\r\n\r\n`);

  let text = '';
  for await (const chunk of socket) text += chunk;
  expect(text.split(' ')[1]).toBe(status);
});

it('outlives requests that it cannot make sense of', async () => {
  const api = createTestApi();
  await using server = await api.listen();
  for (const line of ['TRACE /prompts HTTP/1.1', 'OPTIONS * HTTP/1.1']) {
    const socket = connect(server.port, '127.0.0.1');
    socket.write(`${line}\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
    for await (const _ of socket);
  }

  expect((await fetch(`${server.url}/prompts`)).status).toBe(401);
});
