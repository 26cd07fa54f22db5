import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { finished } from 'node:stream/promises';
import { apiErrors } from '../../api/api-errors.ts';
import type { App } from '../../api/app.ts';
import { toStatusText } from '../../core/status-texts.ts';
import { createAdmission } from '../turns.ts';
import { toClientAddress } from './client-address.ts';
import { answerClientError } from './client-error.ts';
import { createConnections } from './connections.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { toRequest } from './request.ts';
import { sendResponse } from './send-response.ts';
import { createSharedBudget } from './shared-budget.ts';

export interface HttpServerOptions {
  readonly app: App;
  readonly host: string;
  readonly port: number;
  readonly limits?: Partial<Limits>;
  /** Whether a proxy stands in front, which names the addresses of its clients. */
  readonly isBehindProxy?: boolean;
  /** Is called for every answer, also for one that its client did not wait for. */
  readonly onAnswer?: (request: IncomingMessage, response: ServerResponse, ms: number) => void;
  /** Gets what broke an answer off, unless the client did. */
  readonly report?: (error: unknown) => void;
}

export interface HttpServer {
  readonly port: number;
  /** Lets the answers under way end, within limits. */
  close(): Promise<void>;
}

/** Serves an app over HTTP, to clients that may be slow, greedy or hostile. */
export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const { host, port, onAnswer, report } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const server = createServer({
    headersTimeout: limits.headMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: Math.min(limits.headMs / 4, 1_000),
    keepAliveTimeout: limits.idleMs,
    maxHeaderSize: 16 * 1024,
    // Nothing here needs it, and Node's own answer to a missing one is not JSON.
    requireHostHeader: false,
    // Detects clients that vanished: one that merely pauses is waited for.
    keepAlive: true,
    keepAliveInitialDelay: 60_000,
  });
  const connections = createConnections(limits.connections);
  const answer = createAnswer(options, limits, connections.touch);

  function onRequest(message: IncomingMessage, response: ServerResponse): void {
    const start = performance.now();
    message.socket.setTimeout(0);
    connections.answer(message.socket, response, async () => {
      try {
        await answer(message, response);
      } catch (error) {
        if (!response.destroyed) report?.(error);
        // A list can fail half-way through, when its status is sent: that is how its client sees it.
        response.destroy();
      }
    });
    if (!onAnswer) return;
    response.once('close', () => onAnswer(message, response, performance.now() - start));
  }

  server.on('connection', (socket) => {
    socket.setTimeout(limits.idleMs);
    connections.add(socket);
  });
  server.on('request', onRequest);
  server.on('checkContinue', onRequest);
  // What else a client may expect is left to it, rather than refused without JSON.
  server.on('checkExpectation', onRequest);
  server.on('clientError', (error, socket) => {
    if (connections.isAnswering(socket as Socket)) socket.destroy();
    else answerClientError(error, socket, limits.lingerMs);
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

function createAnswer(
  { app, isBehindProxy = false }: HttpServerOptions,
  limits: Limits,
  touch: (socket: Socket) => void,
): (message: IncomingMessage, response: ServerResponse) => Promise<void> {
  const bodies = createSharedBudget(limits.allBodyBytes);
  const unread = createSharedBudget(limits.unreadBytes);
  const takeTurn = createAdmission();

  return async (message, response) => {
    const address = toClientAddress(message, isBehindProxy);
    // Those of one address take turns by their tokens, which users have of their own.
    await takeTurn([address, message.headers.authorization ?? '']);
    if (response.destroyed) return;
    const request = toRequest({
      message,
      response,
      maxBodyBytes: limits.bodyBytes,
      openShare: (giveUp) => bodies.open({ address, giveUp }),
      signal: createLeaveSignal(response),
    });
    const result = request
      ? await app.fetch(request, { address })
      : Response.json({ error: apiErrors.malformedRequest[1] }, { status: 400 });
    if (response.destroyed) return;
    const share = unread.open({ address, giveUp: () => response.destroy() });
    response.once('close', share.end);
    if (!message.complete) response.setHeader('Connection', 'close');
    if (message.complete || result.ok) await sendResponse(result, response, share);
    else await refuse(result, message, response, limits.lingerMs);
    touch(message.socket);
    response.end();
  };
}

/** Is aborted when the client leaves before its answer. */
function createLeaveSignal(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort(new Error('The client has left.'));
  });
  return controller.signal;
}

/**
 * Answers a request whose body is not all there. The answer is whole at once; the connection ends a
 * little later, since a client that is cut off while sending may never see it.
 */
async function refuse(
  result: Response,
  message: IncomingMessage,
  response: ServerResponse,
  lingerMs: number,
): Promise<void> {
  const body = Buffer.from(await result.arrayBuffer());
  response.writeHead(result.status, toStatusText(result.status), {
    ...Object.fromEntries(result.headers),
    'Content-Length': body.length,
  });
  response.write(body);
  message.resume();
  await finished(message, { signal: AbortSignal.timeout(lingerMs) }).catch(() => {});
}

async function closeServer(server: Server, ms: number): Promise<void> {
  // A connection that is kept alive becomes idle at any time.
  const sweep = setInterval(() => server.closeIdleConnections(), 20);
  const end = setTimeout(() => server.closeAllConnections(), ms);
  await new Promise((resolve) => server.close(resolve));
  clearInterval(sweep);
  clearTimeout(end);
}
