import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { onTestFinished } from 'vitest';
import { tlsIdentity } from './tls-identity.ts';

/** Listens on this machine until the test ends, and returns the port. */
async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // Whoever is on the other side may go away at any time.
    socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** Starts a server that does with each connection what it is told. */
export const startSocketServer = (serve: (socket: Socket) => void) => listen(createServer(serve));

/** The same behind TLS, with the certificate of the tests. */
export function startTlsServer(
  serve: (socket: Socket) => void,
  options: TlsOptions = {},
): Promise<number> {
  const server = createTlsServer({ ...tlsIdentity, ...options }, (socket) => {
    socket.on('error', () => undefined);
    serve(socket);
  });
  server.on('tlsClientError', () => undefined);
  return listen(server);
}

/** Calls `answer` with the head of each request; bodies must come with it. */
export const onRequest =
  (answer: (socket: Socket, head: string) => void) =>
  (socket: Socket): void => {
    let text = '';
    socket.on('data', (bytes) => {
      text += bytes.toString('latin1');
      const end = text.indexOf('\r\n\r\n');
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(text)?.[1] ?? 0);
      if (end < 0 || text.length < end + 4 + length) return;
      const head = text.slice(0, end);
      text = '';
      answer(socket, head);
    });
  };

/** Answers with JSON and keeps the connection. */
export function answerWith(socket: Socket, body: unknown): void {
  const text = JSON.stringify(body);
  socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
}
