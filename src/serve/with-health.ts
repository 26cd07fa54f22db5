import type { App } from '../api/app.ts';
import { setCommonHeaders } from '../api/common-headers.ts';
import type { DataStore } from './data-store.ts';

/** The path of the health check. */
export const healthPath = '/health';

/** Adds `GET /health` to the API: 200, or 503 while the data cannot be read or kept. */
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
  const isHealthy = await store.check().then(
    () => true,
    () => false,
  );
  const headers = new Headers({ 'Cache-Control': 'no-store' });
  setCommonHeaders(headers, now());
  const status = isHealthy ? 200 : 503;
  if (request.method === 'HEAD') return new Response(null, { status, headers });
  return Response.json({ status: isHealthy ? 'ok' : 'unavailable' }, { status, headers });
}
