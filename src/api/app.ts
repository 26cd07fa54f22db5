import { type Handler, Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { type Operation, type OperationName, operations } from '../core/operations.ts';
import { apiErrors, createApiError } from './api-errors.ts';
import { createPreflightResponse, setCommonHeaders } from './common-headers.ts';
import { findOperation } from './find-operation.ts';
import { checkQuery, requireJson } from './read-request.ts';
import type { UserRecord } from './records.ts';
import { createAuthRoutes } from './routes/auth.ts';
import { createLogRoutes } from './routes/logs.ts';
import { createPromptRoutes } from './routes/prompts.ts';
import type { RouteEnv, Services } from './services.ts';

export interface App {
  fetch(request: Request): Response | Promise<Response>;
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
    if (name === undefined) throw createApiError('routeNotFound');
    const operation: Operation = operations[name];
    if (operation.auth) {
      context.set('user', await findCaller(context.req.header('Authorization'), services));
    }
    if (operation.input) requireJson(context.req.header('Content-Type'));
    checkQuery(searchParams, operation.query);
    return handlers[name](context, next);
  });

  app.onError((error, context) => {
    if (error instanceof HTTPException) return context.json({ error: error.message }, error.status);
    services.report?.(error);
    return context.json({ error: apiErrors.unexpected[1] }, 500);
  });
  return app;
}

async function findCaller(
  authorization: string | undefined,
  { store, tokens }: Services,
): Promise<UserRecord> {
  const header = authorization?.trim() ?? '';
  if (header === '' || /^Bearer$/i.test(header)) throw createApiError('missingToken');
  const token = /^Bearer +(.+)$/i.exec(header)?.[1];
  const userId = token && (await tokens.findUserId(token));
  const user = userId && (await store.findUser(userId));
  if (!user) throw createApiError('invalidToken');
  return user;
}
