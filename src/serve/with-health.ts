import type { App } from '../api/app.ts';
import { setCommonHeaders } from '../api/common-headers.ts';
import type { DataStore, FailedCheckError } from './data-store.ts';

/** The path of the health check. */
export const healthPath = '/health';

/** Adds `GET /health` to the API: 200, or 503 and what failed while the data cannot be read or kept. */
export function withHealth(app: App, store: DataStore, now: () => number): App {
  return {
    fetch(request, client) {
      const isAsked = request.method === 'GET' || request.method === 'HEAD';
      if (!isAsked || new URL(request.url).pathname !== healthPath) {
        return app.fetch(request, client);
      }
      return answer(request, store, now);
    },
  };
}

async function answer(request: Request, store: DataStore, now: () => number): Promise<Response> {
  const failed = await store.check().then(
    () => undefined,
    (error: Partial<FailedCheckError>) => error.check ?? 'data',
  );
  const headers = new Headers({ 'Cache-Control': 'no-store' });
  setCommonHeaders(headers, now());
  const status = failed === undefined ? 200 : 503;
  if (request.method === 'HEAD') return new Response(null, { status, headers });
  const body = failed === undefined ? { status: 'ok' } : { status: 'unavailable', failed };
  return Response.json(body, { status, headers });
}
