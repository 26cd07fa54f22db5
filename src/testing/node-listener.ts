import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isBlockedPort } from '../api/blocked-ports.ts';
import { toHeaders } from '../api/to-headers.ts';
import { toStatusText } from '../core/status-texts.ts';
import type { Delivery, Exchange } from './exchange.ts';
import type { Listener, ListenOptions } from './listener.ts';
import { wait } from './wait.ts';

/** The API on a real socket; Deno and Bun run it too. */
export async function listen(exchange: Exchange, options: ListenOptions = {}): Promise<Listener> {
  const { host = '127.0.0.1', port = 0 } = options;
  if (isBlockedPort(port)) {
    throw new RangeError(
      `Failed to listen: no fetch asks the port ${port}, which belongs to another protocol. Choose another.`,
    );
  }
  const { createServer } = loadHttp();
  const server = createServer((message, response) => {
    answer(exchange, message, response).catch(() => response.destroy());
  });
  // A connection that the server closes for being idle would look like a fault to the next request.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  const authority = address.address.includes(':') ? `[${address.address}]` : address.address;

  const close = () =>
    new Promise<void>((resolve) => {
      // An error here says that it is closed already.
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return {
    url: `http://${authority}:${address.port}`,
    port: address.port,
    close,
    [Symbol.asyncDispose]: close,
  };
}

/**
 * Node's module, also of Deno and Bun, without an import: bundlers for browsers follow imports, and
 * fail where they lead to Node.
 */
function loadHttp(): typeof import('node:http') {
  const { process } = globalThis as { process?: Partial<NodeJS.Process> };
  const http = process?.getBuiltinModule?.('node:http');
  if (!http) {
    throw new Error(
      'Failed to listen: this runtime has no sockets, or is a Node before 22.3. Use api.fetch, or msw.',
    );
  }
  return http;
}

async function answer(
  exchange: Exchange,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  const delivery = await exchange(
    {
      method: message.method ?? 'GET',
      // Joined as text: a path that begins with two slashes is no host.
      url: new URL(`http://localhost${message.url}`),
      headers: toHeaders(message.headers),
      body: await readBytes(message),
    },
    gone.signal,
  );
  await play(delivery, response);
}

async function play(delivery: Delivery, response: ServerResponse): Promise<void> {
  if (delivery.kind === 'hang' || response.destroyed) return;
  if (delivery.kind === 'reset') {
    const { socket } = response;
    // Not every runtime can send a reset; there the connection just ends.
    if (socket && 'resetAndDestroy' in socket) socket.resetAndDestroy();
    else response.destroy();
    return;
  }

  const { status, headers, body } = delivery.answer;
  const bytes = body ?? new Uint8Array();
  response.writeHead(status, toStatusText(status), Object.fromEntries(headers));
  if (delivery.kind === 'cut-off') {
    // Not a reset: it could overtake the bytes before it.
    response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
    return;
  }
  if (delivery.kind === 'drip') {
    for (let offset = 0; offset < bytes.length && !response.destroyed; offset += 1) {
      await wait(delivery.msPerByte);
      response.write(bytes.subarray(offset, offset + 1));
    }
    response.end();
    return;
  }
  response.end(bytes);
}

async function readBytes(message: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of message) chunks.push(chunk);
  // Not by a `Blob`, which jsdom has as one of its own, without `arrayBuffer`.
  const bytes = new Uint8Array(chunks.reduce((size, { byteLength }) => size + byteLength, 0));
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}
