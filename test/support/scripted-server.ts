import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A request as its bytes came in. */
export interface ReceivedRequest {
  /** `GET /prompts HTTP/1.1` */
  readonly line: string;
  readonly method: string;
  /** What stands between method and version, undecoded. */
  readonly target: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Settles when the connection is over, by whichever side. */
  readonly closed: Promise<void>;
}

/** What a server does with one request: anything that a socket can do. */
export type Answer = (socket: Socket, request: ReceivedRequest) => void;

export interface ScriptedServer {
  readonly baseUrl: string;
  readonly requests: readonly ReceivedRequest[];
  /** Settles with the request of that number, from 0 on, once it has come in whole. */
  received(index: number): Promise<ReceivedRequest>;
}

async function listen(server: Server, host: string): Promise<number> {
  server.listen(0, host);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/**
 * Starts a server on this machine that answers the first request with the first answer, and so on;
 * the last answer repeats. It ends with the test.
 */
export async function startScriptedServer(...script: Answer[]): Promise<ScriptedServer> {
  const requests: ReceivedRequest[] = [];
  const waiting: (() => void)[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    const closed = new Promise<void>((resolve) => {
      socket.on('close', () => {
        sockets.delete(socket);
        resolve();
      });
    });
    // The client may go away at any time; that is what many tests are about.
    socket.on('error', () => undefined);
    readRequests(socket, closed, (request) => {
      const answer = script[Math.min(requests.length, script.length - 1)];
      requests.push(request);
      for (const wake of waiting.splice(0)) wake();
      answer?.(socket, request);
    });
  });
  const port = await listen(server, '127.0.0.1');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    requests,
    async received(index) {
      while (requests[index] === undefined) {
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
        });
      }
      return requests[index];
    },
  };
}

/** The address of a port that nobody listens on. */
export async function findClosedPort(): Promise<string> {
  const server = createServer();
  const port = await listen(server, '127.0.0.1');
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${port}`;
}

function readRequests(
  socket: Socket,
  closed: Promise<void>,
  onRequest: (request: ReceivedRequest) => void,
): void {
  let bytes = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    bytes = Buffer.concat([bytes, chunk]);
    const headEnd = bytes.indexOf('\r\n\r\n');
    if (headEnd < 0) return;
    const [line = '', ...fields] = bytes.subarray(0, headEnd).toString('latin1').split('\r\n');
    const headers: Record<string, string> = {};
    for (const field of fields) {
      const colon = field.indexOf(':');
      headers[field.slice(0, colon).toLowerCase()] = field.slice(colon + 1).trim();
    }
    const end = headEnd + 4 + Number(headers['content-length'] ?? 0);
    if (bytes.length < end) return;
    const body = bytes.subarray(headEnd + 4, end).toString('utf8');
    bytes = bytes.subarray(end);
    const [method = '', target = ''] = line.split(' ');
    onRequest({ line, method, target, headers, body, closed });
  });
}

const toFields = (headers: Record<string, string>) =>
  Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);

/** The beginning of an answer, up to the empty line. */
export const writeHead = (status: number, headers: Record<string, string> = {}) =>
  `HTTP/1.1 ${status} Scripted\r\nconnection: close\r\n${toFields(headers).join('')}\r\n`;

/** Answers with a status and a body of that type. */
export function withBody(
  status: number,
  body: string | Buffer,
  headers: Record<string, string> = {},
): Answer {
  const bytes = Buffer.from(body);
  return (socket) => {
    socket.write(writeHead(status, { 'content-length': String(bytes.length), ...headers }));
    socket.end(bytes);
  };
}

/** Answers with JSON. */
export const withJson = (
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): Answer =>
  withBody(status, JSON.stringify(body), { 'content-type': 'application/json', ...headers });

/** Answers with nothing but a status. */
export const withStatus = (status: number, headers: Record<string, string> = {}): Answer =>
  status === 204 ? (socket) => socket.end(writeHead(204, headers)) : withBody(status, '', headers);

/** Cuts the connection without a word. */
export const resets: Answer = (socket) => {
  socket.resetAndDestroy();
};

/** Begins an answer and cuts the connection once it has gone out. */
export const resetsAfterHead =
  (status: number): Answer =>
  (socket) => {
    socket.write(`${writeHead(status, { 'content-length': '1000' })}{"error":"`, () => {
      setTimeout(() => socket.resetAndDestroy(), 20);
    });
  };

/** Closes the connection in an orderly way, without an answer. */
export const hangsUp: Answer = (socket) => {
  socket.end();
};

/** Takes the request and stays silent. */
export const staysSilent: Answer = () => undefined;

/** Begins an answer whose body never ends. */
export const stallsBody =
  (status: number): Answer =>
  (socket) => {
    socket.write(`${writeHead(status, { 'content-length': '1000' })}[`);
  };

/** Sends a byte of the body now and then, so that the connection never looks idle. */
export const dripsBody =
  (status: number): Answer =>
  (socket) => {
    socket.write(`${writeHead(status, { 'content-length': '100000' })}[`);
    const timer = setInterval(() => socket.write(' '), 10);
    socket.on('close', () => clearInterval(timer));
  };

/** Announces more than it sends. */
export const cutsBody =
  (status: number, body: string): Answer =>
  (socket) => {
    socket.end(`${writeHead(status, { 'content-length': String(body.length + 100) })}${body}`);
  };

/** Sends a chunk and hangs up without the last, empty one. */
export const cutsChunkedBody =
  (status: number, body: string): Answer =>
  (socket) => {
    const size = Buffer.byteLength(body).toString(16);
    socket.end(`${writeHead(status, { 'transfer-encoding': 'chunked' })}${size}\r\n${body}\r\n`);
  };

/** Speaks something else than HTTP. */
export const speaksGibberish: Answer = (socket) => {
  socket.end('220 smtp.example.com ESMTP\r\n\r\n');
};
