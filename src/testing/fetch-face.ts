import { getAbortReason } from '../core/abort-reason.ts';
import { toStatusText } from '../core/status-texts.ts';
import { createBodyStream } from './body-stream.ts';
import type { AnswerDelivery, Exchange } from './exchange.ts';

/** The part of the platform's `fetch` that a client needs. */
export type FetchFunction = (
  input: Request | string | URL,
  init?: RequestInit,
) => Promise<Response>;

/** The API as a `fetch` function, which behaves to its caller as the platform's does. */
export function createFetch(exchange: Exchange): FetchFunction {
  return async (input, init) => {
    // The signal stays out of the copy, which could be collected, and the abort with it.
    const request = new Request(await toOwn(input), { ...init, signal: null });
    const signal = init?.signal ?? (isRequest(input) ? input.signal : undefined);
    if (signal?.aborted) throw getAbortReason(signal);
    return rejectOnAbort(send(exchange, request, signal), signal);
  };
}

/** Known by its shape: another realm, or another `fetch`, has a class of its own. */
const isRequest = (input: Request | string | URL): input is Request =>
  typeof input === 'object' && 'url' in input;

/** A `Request` made anew, since the platform takes that of another realm for the text of a URL. */
async function toOwn(input: Request | string | URL): Promise<Request | string | URL> {
  if (!isRequest(input)) return input;
  const { url, method, headers } = input;
  const body = input.body ? await input.arrayBuffer() : null;
  return new Request(url, { method, headers: [...headers], body });
}

async function send(
  exchange: Exchange,
  request: Request,
  signal: AbortSignal | undefined,
): Promise<Response> {
  const { method, headers } = request;
  const body = new Uint8Array(await request.arrayBuffer());
  const delivery = await exchange({ method, headers, url: new URL(request.url), body }, signal);
  if (delivery.kind === 'hang') return new Promise<never>(() => {});
  if (delivery.kind === 'reset') throw createResetError();
  return toResponse(delivery, signal);
}

function toResponse(delivery: AnswerDelivery, signal: AbortSignal | undefined): Response {
  const { status, headers, body } = delivery.answer;
  const stream = body && createBodyStream(body, delivery, signal);
  return new Response(stream, { status, statusText: toStatusText(status), headers });
}

function rejectOnAbort<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const abort = () => reject(getAbortReason(signal));
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** What Node's `fetch` rejects with when a connection is reset. */
function createResetError(): TypeError {
  const cause = Object.assign(new Error('read ECONNRESET'), {
    code: 'ECONNRESET',
    syscall: 'read',
  });
  return new TypeError('fetch failed', { cause });
}
