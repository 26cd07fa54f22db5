import { type StreamTap, tapStream } from './tap-stream.ts';

/** Looks on while a response's body is read, as a stream or, where it is none, as a text. */
export interface ResponseTap extends StreamTap<unknown> {
  /** The body was read as a whole. */
  seeText(text: string): void;
}

/**
 * A response like the one given, whose body is looked at as it is read. Where the body is no web
 * stream (node-fetch, React Native), the one given, whose `text()` and `json()` are looked at.
 */
export function tapResponse(response: Response, tap: ResponseTap): Response {
  const { body, status, statusText, headers, url, type, redirected } = response;
  if (typeof body?.getReader !== 'function') return tapMethods(response, tap);
  const tapped = new Response(tapStream<unknown>(body, response, tap) as ReadableStream, {
    status,
    statusText,
    headers,
  });
  return describe(tapped, { url, type, redirected });
}

/** What a constructor cannot be given, and what a clone must have too. */
function describe(response: Response, facts: Pick<Response, 'url' | 'type' | 'redirected'>) {
  const clone = response.clone;
  const fixed = Object.entries({ ...facts, clone: () => describe(clone.call(response), facts) });
  for (const [name, value] of fixed) {
    Object.defineProperty(response, name, { value, configurable: true });
  }
  return response;
}

/** Whoever reads it as something else than text or JSON reads it unseen. */
function tapMethods(response: Response, tap: ResponseTap): Response {
  const { text, json } = response;
  const looked = {
    async text() {
      const read = await text.call(response);
      tap.seeText(read);
      return read;
    },
    async json() {
      const read = await json.call(response);
      tap.seeText(JSON.stringify(read) ?? '');
      return read;
    },
  };
  for (const [name, value] of Object.entries(looked)) {
    Object.defineProperty(response, name, { value, configurable: true, writable: true });
  }
  return response;
}
