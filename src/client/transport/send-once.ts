import ky from 'ky';
import { type BodyText, isSmall, readBody } from './read-body.ts';

/** What the client hands to `fetch`: nothing that some platform would not know. */
export interface FetchInit {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
  /** A redirect could carry the token, or a password, to another host. */
  readonly redirect: 'manual';
  readonly signal: AbortSignal;
}

/** What the client needs of the answer: any `Response` has it. */
export interface FetchResponse {
  readonly status: number;
  readonly statusText: string;
  readonly type?: string;
  readonly headers: { get(name: string): string | null };
  readonly body: ReadableStream<Uint8Array> | null;
  text(): Promise<string>;
}

/** Any fetch-compatible function. */
export type FetchFunction = (url: string, init: FetchInit) => Promise<FetchResponse>;

/** One request. */
export interface WireRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
}

/** The beginning of an answer: all but its body. */
export interface WireHead extends Pick<FetchResponse, 'status' | 'headers'> {
  readonly type: string | undefined;
}

/** One answer, read to its end or to the limit; or, where a stream is asked for, its stream. */
export type WireAnswer = WireHead &
  BodyText & { readonly stream?: ReadableStream<Uint8Array> | null };

/** How an exchange goes on once the answer begins. */
export interface Reception {
  /** Is told when the answer begins. */
  onHead(head: WireHead): void;
  /** Whether a success is delivered as a stream. */
  readonly isStreamed: boolean;
}

/** The platform's or the user's `fetch` failed. ky's own errors hold the request; this does not. */
export class FetchFailure {
  readonly cause: unknown;
  constructor(cause: unknown) {
    this.cause = cause;
  }
}

const successBodyLimit = 256 * 1024 * 1024;
const errorBodyLimit = 64 * 1024;

/**
 * Sends a request once and reads the answer to its end.
 *
 * ky retries nothing here and times nothing: it does not see the body, and classifies network
 * errors differently from runtime to runtime. `fetch` gets a URL and a string instead of ky's
 * `Request`, whose signal is lost once the request has been collected.
 *
 * @throws {@link FetchFailure} when no answer came, or a success broke off.
 */
export async function sendOnce(
  { url, ...init }: WireRequest,
  fetch: FetchFunction,
  signal: AbortSignal,
  { onHead, isStreamed }: Reception,
): Promise<WireAnswer> {
  let response: FetchResponse;
  try {
    response = await ky(url, {
      method: init.method,
      retry: 0,
      timeout: false,
      throwHttpErrors: false,
      fetch: () => fetchOrFail(fetch, url, { ...init, redirect: 'manual', signal }),
    });
    if (typeof response?.status !== 'number') throw new TypeError('fetch delivered no response');
  } catch (error) {
    throw error instanceof FetchFailure ? error : new FetchFailure(error);
  }
  const { status, type, headers, body } = response;
  // A fetch that does not listen to its signal may answer a call that has been given up.
  if (signal.aborted) discard(body);
  // Not the response itself: what a `Response` has is inherited, and is lost when it is spread.
  const head = { status, type, headers };
  onHead(head);
  const isError = status >= 400;
  const isSuccess = status >= 200 && status < 300;
  const empty = { ...head, text: '', cut: false };
  if (isStreamed && isSuccess) return { ...empty, stream: body };
  // Whatever a redirect has to say, it is not what was asked for.
  if (!isSuccess && !isError) discard(body);
  if (!body || !(isSuccess || isError)) return empty;
  try {
    if (isSmall(headers)) return { ...head, text: await response.text(), cut: false };
    const limit = isError ? errorBodyLimit : successBodyLimit;
    return { ...head, ...(await readBody(body, limit, signal)) };
  } catch (cause) {
    if (isError) return { ...empty, cut: true };
    throw new FetchFailure(cause);
  }
}

/** Tells a failure of `fetch` from what ky makes of it. */
async function fetchOrFail(fetch: FetchFunction, url: string, init: FetchInit): Promise<Response> {
  try {
    return (await fetch(url, init)) as Response;
  } catch (cause) {
    throw new FetchFailure(cause);
  }
}

function discard(body: FetchResponse['body']): void {
  body?.cancel().catch(() => undefined);
}
