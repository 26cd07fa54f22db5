import type { App } from './app.ts';
import { findOperation } from './operations.ts';
import { type IncomingRequest, type Recording, toRecording } from './recorded-request.ts';

/** How an exchange ends, for each face of the API to play in its own way. */
export type Delivery = { readonly kind: 'answer'; readonly response: Response };

/** Takes a request to its end; an aborted signal says that nobody waits for the answer. */
export type Exchange = (request: IncomingRequest, signal?: AbortSignal) => Promise<Delivery>;

export interface ExchangeOptions {
  readonly app: App;
  readonly basePath: string;
  readonly requests: Recording[];
}

export function createExchange({ app, basePath, requests }: ExchangeOptions): Exchange {
  return async (request, signal) => {
    const { pathname, search, searchParams } = request.url;
    // A path outside the base path becomes one that no route has.
    const path = pathname.startsWith(`${basePath}/`) ? pathname.slice(basePath.length) : '/';
    const hasBody = request.method !== 'GET' && request.method !== 'HEAD';
    const appRequest = new Request(`http://localhost${path}${search}`, {
      method: request.method,
      headers: request.headers,
      ...(hasBody && { body: request.body }),
    });
    // What a browser asks beforehand is no request of the client's.
    if (request.method === 'OPTIONS') {
      return { kind: 'answer', response: await app.fetch(appRequest) };
    }

    const recording = toRecording(request, findOperation(request.method, path, searchParams));
    requests.push(recording);
    const response = await app.fetch(appRequest);
    if (!signal?.aborted) recording.status = response.status;
    return { kind: 'answer', response };
  };
}
