import { type Handler, Hono } from 'hono';
import { type Operation, type OperationName, operations } from '../core/operations.ts';
import { ApiError, apiErrors } from './api-errors.ts';
import { createPreflightResponse, setCommonHeaders } from './common-headers.ts';
import { findOperation } from './find-operation.ts';
import { checkQuery, requireJson } from './read-request.ts';
import { createAuthRoutes } from './routes/auth.ts';
import { createLogRoutes } from './routes/logs.ts';
import { createPromptRoutes } from './routes/prompts.ts';
import type { Caller, Client, RouteEnv, Services } from './services.ts';
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
    const answer = () => {
      if (operation.input) requireJson(context.req.header('Content-Type'));
      checkQuery(searchParams, operation.query);
      return handlers[name](context, next);
    };
    if (!operation.auth) return answer();
    const caller = await readCaller(context.req.header('Authorization'), services);
    context.set('caller', caller);
    if (name === 'createLog') return answerBefore(caller, answer);
    context.set('user', await caller.find());
    return answer();
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

/**
 * Answers without looking the caller up, who is part of what the handler asks the store for. A caller who
 * is gone is told that before all else.
 */
async function answerBefore<T>(caller: Caller, answer: () => T): Promise<Awaited<T>> {
  try {
    return await answer();
  } catch (error) {
    if (error instanceof ApiError) await caller.find();
    throw error;
  }
}

async function readCaller(
  authorization: string | undefined,
  { store, tokens }: Services,
): Promise<Caller> {
  const header = authorization?.trim() ?? '';
  if (header === '' || /^Bearer$/i.test(header)) throw new ApiError('missingToken');
  const token = /^Bearer +(.+)$/i.exec(header)?.[1];
  const id = token && (await tokens.findUserId(token));
  if (!id) throw new ApiError('invalidToken');
  return {
    id,
    async find() {
      const user = await store.findUser(id);
      if (!user) throw new ApiError('invalidToken');
      return user;
    },
  };
}
