import { parseJson, readFields, readText } from '../read-value.ts';
import { findApi, type ObservedApi } from './observed-api.ts';
import { type AskedTexts, readMessages } from './read-messages.ts';

/** A call to a model, as the function of `promptId` is told of it. */
export interface ObservedCall {
  /** Where it goes, with its query. */
  readonly url: string;
  /** Which of the APIs it speaks. */
  readonly api: ObservedApi;
  /** The model that is asked. */
  readonly model: string | undefined;
  /** The text of the last message of the user; images and files are named. */
  readonly input: string | undefined;
  /** The body of the request. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** A call, and the texts of its messages. */
export interface AskedCall extends ObservedCall {
  readonly texts: AskedTexts['texts'];
}

/** Where an observed request goes. */
export interface RequestTarget {
  readonly url: string;
  readonly api: ObservedApi;
  readonly signal: AbortSignal | undefined;
}

/** Where a request goes that is to be observed; `undefined` for every other. */
export function findTarget(
  input: RequestInfo | URL,
  init: RequestInit | undefined,
): RequestTarget | undefined {
  try {
    const request = typeof input === 'object' && 'method' in input ? input : undefined;
    const url = request ? request.url : String(input);
    const api = findApi(init?.method ?? request?.method ?? 'GET', url);
    return api && { url, api, signal: init?.signal ?? request?.signal };
  } catch {
    // What `fetch` makes of it is its own affair.
    return undefined;
  }
}

/** Reads a request's body. */
export function toAskedCall({ url, api }: RequestTarget, text: string | undefined): AskedCall {
  const body = readFields(parseJson(text ?? ''));
  return { url, api, body, model: readText(body.model), ...readMessages(body) };
}

/**
 * The text of a request's body, where it can be read beside sending it: at once, or later from what
 * is not in memory as text. A stream can be read once only, by whoever sends it.
 */
export function readBody(
  input: RequestInfo | URL,
  init: RequestInit | undefined,
): string | undefined | Promise<string | undefined> {
  try {
    const body = init?.body ?? undefined;
    if (typeof body === 'string') return body;
    if (isBuffer(body)) return new TextDecoder().decode(body);
    if (body !== undefined) return isBlob(body) ? body.text().catch(() => undefined) : undefined;
    if (typeof input !== 'object' || !('clone' in input) || input.body === null) return undefined;
    return input
      .clone()
      .text()
      .catch(() => undefined);
  } catch {
    return undefined;
  }
}

/** Known by its kind: one of another realm is a buffer too. */
function isBuffer(body: unknown): body is ArrayBuffer | ArrayBufferView<ArrayBuffer> {
  return (
    ArrayBuffer.isView(body) || Object.prototype.toString.call(body) === '[object ArrayBuffer]'
  );
}

function isBlob(body: BodyInit): body is Blob {
  return typeof body === 'object' && 'text' in body;
}
