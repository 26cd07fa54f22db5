import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How one request is answered. */
export interface Reply {
  /** @defaultValue 200 */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Each is written on its own. */
  readonly parts: readonly (string | Uint8Array)[];
  /**
   * After the last part: the answer ends, its connection breaks, or nothing more happens.
   * @defaultValue 'end'
   */
  readonly ending?: 'end' | 'break' | 'hang';
}

/** A request as the server saw it, without what differs from one run to the next. */
export interface SeenRequest {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: Record<string, unknown>;
  readonly body: string;
}

/** A server that answers one request after the other by a script; the last answer repeats. */
export interface ScriptedVendor extends AsyncDisposable {
  readonly url: string;
  readonly requests: readonly SeenRequest[];
  /** Resolves once a client has hung up on an answer. */
  readonly hungUp: Promise<void>;
}

export async function startVendor(script: readonly Reply[]): Promise<ScriptedVendor> {
  const requests: SeenRequest[] = [];
  let noteHungUp = () => {};
  const hungUp = new Promise<void>((resolve) => {
    noteHungUp = resolve;
  });
  const server = createServer(async (request, response) => {
    const seen = await readRequest(request);
    requests.push(seen);
    const reply = script[Math.min(requests.length, script.length) - 1];
    if (!reply) throw new Error('no answer is scripted');
    response.on('close', () => {
      if (!response.writableFinished) noteHungUp();
    });
    await play(reply, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    hungUp,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

async function readRequest(request: IncomingMessage): Promise<SeenRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const { host: _host, 'idempotency-key': _key, ...headers } = request.headers;
  const body = Buffer.concat(chunks).toString();
  return { method: request.method, path: request.url, headers, body };
}

async function play(reply: Reply, response: ServerResponse): Promise<void> {
  const { status = 200, headers, parts, ending = 'end' } = reply;
  response.writeHead(status, headers);
  for (const part of parts) {
    if (response.destroyed) return;
    response.write(part);
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (ending === 'end') response.end();
  // What was written reaches the client before the connection breaks.
  else if (ending === 'break') setTimeout(() => response.destroy(), 20);
  else response.flushHeaders();
}

/** A JSON answer. */
export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    parts: [JSON.stringify(body)],
  };
}

/** An answer whose parts are cut anew, every so many bytes: inside characters and lines too. */
export function cutInto(bytes: number, reply: Reply): Reply {
  const whole = Buffer.concat(reply.parts.map((part) => Buffer.from(part)));
  const count = Math.ceil(whole.length / bytes);
  const parts = Array.from({ length: count }, (_, index) =>
    whole.subarray(index * bytes, (index + 1) * bytes),
  );
  return { ...reply, parts };
}

/** A stream of server-sent events, one part each. */
export function events(parts: readonly string[], ending: Reply['ending'] = 'end'): Reply {
  return { headers: { 'content-type': 'text/event-stream; charset=utf-8' }, parts, ending };
}
