import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import type { App } from '../../api/app.ts';
import { getErrorCode } from '../serve-error.ts';
import { toRequest } from './request.ts';

/** What a client may take of time and of memory. */
export interface Limits {
  readonly bodyBytes: number;
  /** Milliseconds for the head of a request to come in. */
  readonly headMs: number;
  /** Milliseconds for a whole request to come in. */
  readonly requestMs: number;
  /** Milliseconds in which neither side sends anything. */
  readonly idleMs: number;
  /** Milliseconds for the answers under way when the server closes. */
  readonly closeMs: number;
}

const defaultLimits: Limits = {
  bodyBytes: 10 * 1024 * 1024,
  headMs: 10_000,
  requestMs: 60_000,
  idleMs: 120_000,
  closeMs: 3_000,
};

/** How long the rest of a refused request may come in. */
const lingerMs = 1_000;

export interface HttpServerOptions {
  readonly app: App;
  readonly host: string;
  readonly port: number;
  readonly limits?: Partial<Limits>;
  /** Is told of every answer, also of one that its client did not wait for. */
  readonly onAnswer?: (request: IncomingMessage, response: ServerResponse, ms: number) => void;
  /** Is told what broke an answer off, unless it was its client. */
  readonly report?: (error: unknown) => void;
}

export interface HttpServer {
  readonly port: number;
  /** Lets the answers under way end, within limits. */
  close(): Promise<void>;
}

/** Serves an app over HTTP, to clients that may be slow, greedy or hostile. */
export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const { app, host, port, onAnswer, report } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const server = createServer({
    headersTimeout: limits.headMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: Math.min(limits.headMs / 4, 1_000),
    keepAliveTimeout: limits.idleMs,
    maxHeaderSize: 16 * 1024,
    // Nothing here depends on it, and a missing one would be answered without JSON.
    requireHostHeader: false,
  });
  server.setTimeout(limits.idleMs);
  server.on('clientError', answerClientError);
  server.on('request', (message, response) => {
    const start = performance.now();
    if (onAnswer) {
      response.once('close', () => onAnswer(message, response, performance.now() - start));
    }
    answer(app, message, response, limits).catch((error) => {
      // A list can fail half-way through, when its status is sent: that is how its client sees it.
      response.destroy();
      if (getErrorCode(error) !== 'ERR_STREAM_PREMATURE_CLOSE') report?.(error);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () => closeServer(server, limits.closeMs),
  };
}

async function answer(
  app: App,
  message: IncomingMessage,
  response: ServerResponse,
  limits: Limits,
): Promise<void> {
  const request = toRequest(message, limits.bodyBytes);
  const { status, headers, body } = request
    ? await app.fetch(request)
    : Response.json({ error: 'Request is malformed' }, { status: 400 });
  if (!message.complete) {
    // Whoever is cut off while sending may never see the answer.
    message.resume();
    await finished(message, { signal: AbortSignal.timeout(lingerMs) }).catch(() => {});
    if (!message.complete) response.setHeader('Connection', 'close');
  }
  response.writeHead(status, Object.fromEntries(headers));
  if (body) await pipeline(body, response);
  else response.end();
}

/** Answers a request that is cut off or refused before it is one. */
function answerClientError(error: Error, socket: Duplex): void {
  if (!socket.writable) return;
  const [status, text] = clientErrors[getErrorCode(error)] ?? [400, 'Request is malformed'];
  const body = JSON.stringify({ error: text });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Connection: close',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  // Destroyed at once while its client still sends, the connection could take the answer with it.
  setTimeout(() => socket.destroy(), lingerMs).unref();
}

const clientErrors: Readonly<Record<string, readonly [status: number, text: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request took too long'],
  HPE_HEADER_OVERFLOW: [431, 'Request headers are too large'],
};

async function closeServer(server: Server, ms: number): Promise<void> {
  // A connection that is kept alive becomes idle at any time.
  const sweep = setInterval(() => server.closeIdleConnections(), 20);
  const end = setTimeout(() => server.closeAllConnections(), ms);
  await new Promise((resolve) => server.close(resolve));
  clearInterval(sweep);
  clearTimeout(end);
}
