import type { FetchInit, FetchResponse } from '../fetch-function.ts';
import { HookFailure } from './fetch-failure.ts';
import type { Exchange } from './send-once.ts';

/** What `fetch` gets for a request that hooks have seen. */
export interface FetchArguments {
  readonly url: string;
  readonly init: FetchInit;
  /** Whether a hook changed the URL, the method or the body. */
  readonly isAltered: boolean;
}

/** Takes a request apart after the hooks, which can change its headers or replace it. */
export async function toFetchArguments(
  request: Request,
  original: Request | undefined,
  exchange: Exchange,
  signal: AbortSignal,
): Promise<FetchArguments> {
  const isOurs = original === undefined || request === original;
  const body = isOurs ? exchange.body : await readBody(request);
  const { method } = request;
  // The platform writes a URL in its own way, also where it is the same.
  const url = isOurs || request.url === original.url ? exchange.url : request.url;
  const init: FetchInit = {
    method,
    headers: Object.fromEntries(request.headers),
    ...(body !== undefined && { body }),
    ...(exchange.keepalive && { keepalive: true }),
    redirect: 'manual',
    signal,
  };
  const isAltered = url !== exchange.url || method !== exchange.method || body !== exchange.body;
  return { url, init, isAltered };
}

async function readBody(request: Request): Promise<string | undefined> {
  try {
    const bytes = await request.arrayBuffer();
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return text === '' ? undefined : text;
  } catch (cause) {
    throw new HookFailure('beforeRequest', cause);
  }
}

/** Hooks see a `Response` of the platform, also where a user's `fetch` delivers one of its own. */
export async function toWebResponse(answer: FetchResponse): Promise<Response> {
  const { status, headers, body } = answer;
  const isWeb = typeof (answer as Response).clone === 'function' && (!body || isWebStream(body));
  if (isWeb) return answer as Response;
  const isEmpty = status === 204 || status === 304;
  const content = isEmpty ? null : isWebStream(body) ? body : await answer.text();
  return new Response(content, { status, headers: new Headers(toEntries(headers)) });
}

/** Headers that cannot be iterated are asked for the names that the client reads. */
function toEntries(headers: FetchResponse['headers']): [string, string][] {
  if (Symbol.iterator in headers) return [...(headers as Iterable<[string, string]>)];
  return ['content-type', 'content-length', 'date', 'location', 'retry-after'].flatMap((name) => {
    const value = headers.get(name);
    return value === null ? [] : [[name, value] as [string, string]];
  });
}

/** Whether a body is a web stream, of whatever realm. */
export const isWebStream = (body: unknown): body is ReadableStream<Uint8Array> =>
  typeof (body as ReadableStream | null)?.getReader === 'function';
