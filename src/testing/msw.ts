/**
 * The API in memory behind Mock Service Worker.
 *
 * @module promptcrafter-client/testing/msw
 */
import { type HttpHandler, HttpResponse, http } from 'msw';
import { paths } from '../api/find-operation.ts';
import type { TestApi } from './test-api.ts';

/**
 * Creates the handlers with which Mock Service Worker answers from a test API. This is an entry of
 * its own, so that `createTestApi` works where msw is not installed.
 *
 * With a `baseUrl` they take every request below it, else the API's routes at any origin. A reset
 * is msw's own network error: a `TypeError`, whose `cause` differs from that of a real reset.
 *
 * @example
 * ```ts
 * const api = createTestApi();
 * const server = setupServer(...createHandlers(api));
 * server.listen({ onUnhandledFrame: 'error' });
 * ```
 */
export function createHandlers(api: TestApi, baseUrl?: string | URL): HttpHandler[] {
  const answer = async ({ request }: { request: Request }) => {
    try {
      return await api.fetch(request);
    } catch {
      return HttpResponse.error();
    }
  };
  if (baseUrl !== undefined) return [http.all(`${String(baseUrl).replace(/\/+$/, '')}/*`, answer)];
  return paths.map((path) => http.all(`*${path.replace('{id}', ':id')}`, answer));
}
