import type { Delivery, Exchange } from './exchange.ts';
import { toStatusText } from './status-text.ts';

export type FetchFunction = (
  input: Request | string | URL,
  init?: RequestInit,
) => Promise<Response>;

/** The API as a `fetch` function, which behaves to its caller as the platform's does. */
export function createFetch(exchange: Exchange): FetchFunction {
  return async (input, init) => {
    const request = new Request(input, init);
    // Not `request.signal`: the copy that a request makes can be collected before it fires.
    const signal = init?.signal ?? (input instanceof Request ? input.signal : undefined);
    signal?.throwIfAborted();
    return rejectOnAbort(send(exchange, request, signal), signal);
  };
}

async function send(
  exchange: Exchange,
  request: Request,
  signal: AbortSignal | undefined,
): Promise<Response> {
  const { method, headers } = request;
  const body = await request.text();
  const delivery = await exchange({ method, headers, url: new URL(request.url), body }, signal);
  return toResponse(delivery, signal);
}

async function toResponse({ response }: Delivery, signal: AbortSignal | undefined) {
  const { status, headers } = response;
  const body = response.body && signal ? await createBody(response, signal) : response.body;
  return new Response(body, { status, statusText: toStatusText(status), headers });
}

/** A body that fails to whoever reads it after an abort, though all of it is here. */
async function createBody(response: Response, signal: AbortSignal) {
  const bytes = new Uint8Array(await response.arrayBuffer());
  let stop = () => {};
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const abort = () => controller.error(signal.reason);
        stop = () => signal.removeEventListener('abort', abort);
        if (signal.aborted) abort();
        else signal.addEventListener('abort', abort, { once: true });
      },
      pull(controller) {
        stop();
        if (bytes.length > 0) controller.enqueue(bytes);
        controller.close();
      },
      cancel: () => stop(),
    },
    // Without a reader nothing is handed over, so that an abort still finds the bytes unread.
    { highWaterMark: 0 },
  );
}

function rejectOnAbort<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
