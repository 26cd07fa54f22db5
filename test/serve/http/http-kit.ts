import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { App } from '../../../src/api/app.ts';
import { openBackend } from '../../../src/serve/backend.ts';
import { startHttpServer } from '../../../src/serve/http/http-server.ts';
import type { Limits } from '../../../src/serve/http/limits.ts';

export interface StartOptions extends Partial<Limits> {
  /** @defaultValue the API, on data in memory */
  readonly app?: App;
  readonly passwordCost?: number;
}

/** Starts a server for one test, which notes what it answers and what it reports. */
export async function start({ app, passwordCost = 2, ...limits }: StartOptions = {}) {
  const answers: number[] = [];
  const failures: unknown[] = [];
  const report = (error: unknown) => failures.push(error);
  const backend = await openBackend({ passwordCost, report });
  const server = await startHttpServer({
    app: app ?? backend.app,
    host: '127.0.0.1',
    port: 0,
    onAnswer: (_message, response) => answers.push(response.statusCode),
    report,
    limits: { closeMs: 100, ...limits },
  });
  onTestFinished(async () => {
    await server.close();
    await backend.close();
  });
  return { ...server, backend, answers, failures, url: `http://127.0.0.1:${server.port}` };
}

/** Opens a connection for one test, from an address of this machine, and sends a text. */
export async function open(port: number, text = '', localAddress = '127.0.0.1'): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', localAddress });
  onTestFinished(() => {
    socket.destroy();
  });
  await once(socket, 'connect');
  socket.write(text);
  return socket;
}

export async function readToEnd(socket: Socket): Promise<string> {
  let text = '';
  for await (const chunk of socket) text += chunk;
  return text;
}

/** Reads up to the end of the first answer, and leaves the connection open. */
export async function readAnswer(socket: Socket): Promise<{ status: number; body: string }> {
  let text = '';
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    text += chunk;
    const [head = '', body] = text.split('\r\n\r\n', 2);
    const length = /content-length: (\d+)/i.exec(head)?.[1];
    const isWhole = length ? body?.length === Number(length) : text.endsWith('\r\n0\r\n\r\n');
    if (!isWhole) continue;
    // In chunks, the body has lengths around it.
    return { status: Number(head.split(' ')[1]), body: /\{.*\}/.exec(body ?? '')?.[0] ?? '' };
  }
  throw new Error(`The connection has ended: ${text}`);
}
