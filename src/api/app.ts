import { Hono, type MiddlewareHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { apiErrors, createApiError } from './api-errors.ts';
import { createPreflightResponse, setCommonHeaders } from './common-headers.ts';
import { operations } from './operations.ts';
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
  const authenticate = createAuthenticate(services);
  const routes = {
    ...createAuthRoutes(services),
    ...createPromptRoutes(services),
    ...createLogRoutes(services),
  };

  app.use(async (context, next) => {
    await next();
    setCommonHeaders(context.res.headers, services.now());
  });
  app.options('*', () => createPreflightResponse(services.now()));

  for (const name of Object.keys(operations) as (keyof typeof operations)[]) {
    if (name === 'getLogsByPrompt') continue;
    const { method, path } = operations[name];
    const pattern = path.replace(':id', ':id{[^/]*}');
    const isOpen = path.startsWith('/auth/');
    if (!isOpen) app.on(method, pattern, authenticate);
    if (method === 'POST' || method === 'PATCH') app.on(method, pattern, requireJson);
    if (name === 'getLogs') {
      app.on(method, pattern, (context, next) =>
        context.req.query('promptId') === undefined
          ? routes.getLogs(context, next)
          : routes.getLogsByPrompt(context, next),
      );
    } else {
      app.on(method, pattern, routes[name]);
    }
  }

  app.notFound((context) => context.json({ error: apiErrors.routeNotFound[1] }, 404));
  app.onError((error, context) => {
    if (error instanceof HTTPException) return context.json({ error: error.message }, error.status);
    services.report?.(error);
    return context.json({ error: apiErrors.unexpected[1] }, 500);
  });
  return app;
}

function createAuthenticate({ store, tokens }: Services): MiddlewareHandler<RouteEnv> {
  return async (context, next) => {
    const header = context.req.header('Authorization')?.trim() ?? '';
    if (header === '' || /^Bearer$/i.test(header)) throw createApiError('missingToken');
    const token = /^Bearer +(.+)$/i.exec(header)?.[1];
    const userId = token && (await tokens.findUserId(token));
    const user = userId && (await store.findUser(userId));
    if (!user) throw createApiError('invalidToken');
    context.set('user', user);
    await next();
  };
}

const requireJson: MiddlewareHandler = async (context, next) => {
  const mediaType = context.req.header('Content-Type')?.split(';')[0]?.trim().toLowerCase();
  if (mediaType !== 'application/json') throw createApiError('notJson');
  await next();
};
