import { type Handler, Hono } from 'hono';
import { type Operation, type OperationName, operations } from '../core/operations.ts';
import { ApiError, apiErrors } from './api-errors.ts';
import { createPreflightResponse, setCommonHeaders } from './common-headers.ts';
import { findOperation } from './find-operation.ts';
import { checkQuery, requireJson } from './read-request.ts';
import type { UserRecord } from './records.ts';
import { createAuthRoutes } from './routes/auth.ts';
import { createLogRoutes } from './routes/logs.ts';
import { createPromptRoutes } from './routes/prompts.ts';
import type { Client, RouteEnv, Services } from './services.ts';
import { StoreUnavailableError } from './store.ts';

export interface App {
  fetch(request: Request, client?: Client): Response | Promise<Response>;
}

/** The API itself: from a request to its answer, with nothing of sockets or of faults. */
export function createApp(services: Services): App {
  // Paths stay encoded up to the one place that decodes an id.
  const app = new Hono<RouteEnv>({ getPath: (request) => new URL(request.url).pathname });
  const handlers: Record<OperationName, Handler<RouteEnv>> = {
    ...createAuthRoutes(services),
    ...createPromptRoutes(services),
    ...createLogRoutes(services),
  };

  app.use(async (context, next) => {
    await next();
    setCommonHeaders(context.res.headers, services.now());
  });
  app.options('*', () => createPreflightResponse(services.now()));

  app.all('*', async (context, next) => {
    const { searchParams } = new URL(context.req.url);
    const method = context.req.method === 'HEAD' ? 'GET' : context.req.method;
    const name = findOperation(method, context.req.path, searchParams);
    if (name === undefined) throw new ApiError('routeNotFound');
    const operation: Operation = operations[name];
    if (operation.auth) {
      context.set('user', await findCaller(context.req.header('Authorization'), services));
    }
    if (operation.input) requireJson(context.req.header('Content-Type'));
    checkQuery(searchParams, operation.query);
    return handlers[name](context, next);
  });

  app.onError((error, context) => {
    // The client has left: nobody reads the answer, and work that was cancelled has not failed.
    if (context.req.raw.signal.aborted) return context.body(null, 400);
    const known = error instanceof StoreUnavailableError ? toUnavailable(error) : error;
    if (known instanceof ApiError) {
      const { message, status, retryAfter } = known;
      if (retryAfter) context.header('Retry-After', `${Math.ceil(retryAfter / 1000)}`);
      return context.json({ error: message }, status);
    }
    services.report?.(error);
    return context.json({ error: apiErrors.unexpected[1] }, 500);
  });
  return { fetch: (request, client = {}) => app.fetch(request, client) };
}

/** The database may be back soon. */
function toUnavailable(error: StoreUnavailableError): ApiError {
  return new ApiError('unavailable', error.retryAfter);
}

async function findCaller(
  authorization: string | undefined,
  { store, tokens }: Services,
): Promise<UserRecord> {
  const header = authorization?.trim() ?? '';
  if (header === '' || /^Bearer$/i.test(header)) throw new ApiError('missingToken');
  const token = /^Bearer +(.+)$/i.exec(header)?.[1];
  const userId = token && (await tokens.findUserId(token));
  const user = userId && (await store.findUser(userId));
  if (!user) throw new ApiError('invalidToken');
  return user;
}
