import type { FetchFunction, FetchInit } from '../fetch-function.ts';
import { LackError } from './fetch-failure.ts';

/**
 * The platform's `fetch`, kept as far as it lets itself from sending a request again on its own:
 * where a connection that was used before breaks before an answer, the request may have been
 * carried out, and only the client knows what must not be done twice. Browsers, and workerd with
 * deletions, cannot be kept from it; Deno with deletions only by a body, and a server may refuse a
 * deletion that has one.
 */
export const platformFetch: FetchFunction = (url, init) => {
  if (typeof globalThis.fetch !== 'function') {
    throw new LackError('fetch', '', 'give one as the option `fetch`');
  }
  return globalThis.fetch(url, toSentOnce(init) as RequestInit);
};

function toSentOnce(init: FetchInit): FetchInit | RequestInit {
  // Deno repeats what it holds in memory, and reads a blob as a stream.
  if ('Deno' in globalThis && init.body !== undefined) {
    return { ...init, body: new Blob([init.body]) };
  }
  // Bun repeats deletions, and does not take a used connection when asked to keep none.
  if ('Bun' in globalThis && init.method === 'DELETE') return { ...init, keepalive: false };
  return init;
}
