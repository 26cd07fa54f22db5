import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { WireAnswer } from '../cases/case.ts';

/** A server that sees bytes. */
export interface WireServer {
  readonly url: string;
  /** The request lines, without those that browsers ask beforehand. */
  readonly lines: readonly string[];
  [Symbol.asyncDispose](): Promise<void>;
}

interface WireRequest {
  readonly line: string;
  /** The whole of it, head and body. */
  readonly bytes: Buffer;
}

const corsHeaders = [
  'Access-Control-Allow-Origin: *',
  'Access-Control-Allow-Headers: Authorization, Content-Type',
  'Access-Control-Allow-Methods: GET, POST, PATCH, DELETE',
].join('\r\n');

/** Answers each request with the next of the answers, and with the last one from then on. */
export function openScriptServer(answers: readonly WireAnswer[]): Promise<WireServer> {
  let asked = 0;
  return openWireServer((socket, { line }) => {
    if (line.startsWith('OPTIONS ')) {
      // What follows comes over a fresh connection: over a used one it might come twice.
      socket.end(`HTTP/1.1 204 No Content\r\n${corsHeaders}\r\nConnection: close\r\n\r\n`);
      return;
    }
    const answer = answers[Math.min(asked, answers.length - 1)] as WireAnswer;
    asked += 1;
    if (answer.next === 'reset') return void socket.resetAndDestroy();
    const text = (answer.text ?? '').replace('{cors}', corsHeaders);
    if (answer.next === 'end') socket.end(text);
    else socket.write(text);
  });
}

/** Passes requests on to another server, one over each connection, and what comes back as it is. */
export function openFreshServer(port: number): Promise<WireServer> {
  return openWireServer((socket, { bytes }) => {
    const upstream = connect(port, '127.0.0.1');
    const headEnd = bytes.indexOf('\r\n\r\n');
    const head = bytes
      .subarray(0, headEnd)
      .toString('latin1')
      .replace(/\r\nConnection:.*/i, '');
    upstream.write(`${head}\r\nConnection: close`, 'latin1');
    upstream.write(bytes.subarray(headEnd));
    upstream.on('data', (chunk) => socket.write(chunk));
    upstream.on('end', () => socket.end());
    upstream.on('error', () => socket.resetAndDestroy());
    socket.on('close', () => upstream.destroy());
  });
}

async function openWireServer(
  answer: (socket: Socket, request: WireRequest) => void,
): Promise<WireServer> {
  const lines: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    let received = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      for (let request = takeRequest(received); request; request = takeRequest(received)) {
        received = received.subarray(request.bytes.length);
        if (!request.line.startsWith('OPTIONS ')) lines.push(request.line);
        answer(socket, request);
      }
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    lines,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** The first request, once all of it has come in. */
function takeRequest(received: Buffer): WireRequest | undefined {
  const headEnd = received.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const head = received.subarray(0, headEnd).toString('latin1');
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? '0';
  const end = headEnd + 4 + Number(length);
  if (received.length < end) return undefined;
  return { line: head.split('\r\n', 1)[0] ?? '', bytes: received.subarray(0, end) };
}
