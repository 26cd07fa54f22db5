import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { FetchFunction } from '../../src/index.ts';

/**
 * A `fetch` as node-fetch is one: over a real socket, with an answer that is no `Response` of the
 * platform and whose body is a stream of Node's.
 */
export const fetchByNode: FetchFunction = (url, { method, headers, body, signal }) =>
  new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, signal }, (incoming) => {
      resolve({
        status: incoming.statusCode ?? 0,
        headers: { get: (name) => incoming.headers[name.toLowerCase()]?.toString() ?? null },
        body: incoming,
        text: () => text(incoming),
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
