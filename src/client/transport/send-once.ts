import { isErrorLike } from '../../core/error-like.ts';
import type { FetchFunction, FetchInit, FetchResponse } from '../fetch-function.ts';
import { type AttemptHooks, toKyHooks } from './attempt-hooks.ts';
import { FetchFailure, HookFailure, LackError } from './fetch-failure.ts';
import { toFetchArguments, toWebResponse } from './request-conversion.ts';

/** One request. */
export interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
  readonly keepalive?: boolean;
}

/** How it is sent. */
export interface Sending {
  readonly fetch: FetchFunction;
  readonly signal: AbortSignal;
  /** Absent where there are none. */
  readonly hooks: AttemptHooks | undefined;
  /** Is called when the request is handed to `fetch`; `isAltered`: a hook has changed what is sent. */
  onSend(init: FetchInit, isAltered: boolean): void;
}

/**
 * Sends a request once. ky makes the exchange and runs the hooks. Its retries and timeouts are off: it
 * does not see bodies, and clones requests to repeat them.
 *
 * `fetch` gets a URL and an init instead of ky's `Request`, whose signal is lost once the request has
 * been collected.
 *
 * @throws {@link FetchFailure} when no answer came.
 * @throws {@link HookFailure} when a hook failed.
 */
export async function sendOnce(exchange: Exchange, sending: Sending): Promise<FetchResponse> {
  const { url, ...request } = exchange;
  const { fetch, signal, hooks, onSend } = sending;
  const init: FetchInit = { ...request, redirect: 'manual', signal };
  if (hooks) checkClasses();
  let answer: FetchResponse | undefined;

  async function send(to: string, what: FetchInit, isAltered: boolean): Promise<FetchResponse> {
    // A hook may go on when its attempt has been given up, and not every fetch looks at its signal.
    if (signal.aborted) throw new FetchFailure(new Error('the attempt was given up'));
    onSend(what, isAltered);
    try {
      answer = await callFetch(fetch, to, what);
    } catch (cause) {
      answer = findAnswerOf(cause);
      if (!answer) throw new FetchFailure(cause);
    }
    if (typeof answer?.status === 'number') return answer;
    throw new FetchFailure(new TypeError('fetch delivered no response'));
  }

  try {
    // Not at the top of the file: ky makes a `TextEncoder` as it loads, which a page of Jest lacks.
    const { default: ky } = await import('ky');
    const response = await ky(url, {
      method: request.method,
      // ky makes a `Request` of them, which nobody sees without a hook, and which costs 30 µs.
      ...(hooks && { ...request, signal, hooks: toKyHooks(hooks) }),
      retry: 0,
      timeout: false,
      throwHttpErrors: false,
      fetch: async (made) => {
        if (!hooks) return (await send(url, init, false)) as Response;
        const altered = await toFetchArguments(made as Request, hooks.original, exchange, signal);
        return toWebResponse(await send(altered.url, altered.init, altered.isAltered));
      },
    });
    return response;
  } catch (error) {
    if (error instanceof FetchFailure || error instanceof HookFailure) throw error;
    // ky needs classes that not every platform has, or refuses a signal of another realm.
    if (hooks) throw new FetchFailure(error);
    return answer ?? send(url, init, false);
  }
}

/** What platforms, node-fetch and undici say of it. */
const foreignSignal = /(instance ?of|convert value to|implement interface|of type) '?AbortSignal/i;

/**
 * In jsdom the signals are its own, and Node's `fetch` refuses them. Without a signal nothing hangs
 * up, but the deadline ends the attempt all the same.
 */
async function callFetch(fetch: FetchFunction, url: string, init: FetchInit) {
  try {
    return await fetch(url, init);
  } catch (error) {
    if (!isErrorLike(error) || !foreignSignal.test(error.message)) throw error;
    const { signal: _, ...unsigned } = init;
    return await fetch(url, unsigned as FetchInit);
  }
}

/** @throws {@link FetchFailure} where the platform lacks what hooks get, as a page of Jest does. */
function checkClasses(): void {
  for (const name of ['Request', 'Response', 'Headers'] as const) {
    if (typeof globalThis[name] === 'function') continue;
    const advice = 'make it a global before the first call, or leave the hooks out';
    throw new FetchFailure(new LackError(name, ', which hooks need', advice));
  }
}

/** A ky that is given as `fetch` throws answers with an error status, as other functions do. */
function findAnswerOf(thrown: unknown): FetchResponse | undefined {
  const { response, data } = Object(thrown) as { response?: FetchResponse; data?: unknown };
  if (typeof response?.status !== 'number' || typeof response.headers?.get !== 'function') {
    return undefined;
  }
  const { status, headers } = response;
  // ky has read the body by then.
  const text = typeof data === 'string' ? data : JSON.stringify(data ?? null);
  return { status, headers, text: async () => (data === undefined ? response.text() : text) };
}
