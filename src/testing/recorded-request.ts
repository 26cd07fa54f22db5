import { toJson, toText } from '../api/read-request.ts';
import type { OperationName } from './operation-name.ts';

/** A request as it arrived at the test API. */
export interface RecordedRequest {
  readonly method: string;
  /** Still percent-encoded, without the query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Which of the API's operations it asks for; `undefined` for a route that the API lacks. */
  readonly operation: OperationName | undefined;
  /** Names in lower case, without `authorization`. */
  readonly headers: Readonly<Record<string, string>>;
  /** Whether it carried an `Authorization` header, valid or not. */
  readonly authorized: boolean;
  /** The JSON body, a password in it masked; `undefined` where there is none. */
  readonly body: unknown;
  /** What was answered; `undefined` while there is no answer, or when the connection broke first. */
  readonly status: number | undefined;
}

/** A request on its way through the API, however it came in. */
export interface IncomingRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: Uint8Array<ArrayBuffer>;
}

export type Recording = { -readonly [Key in keyof RecordedRequest]: RecordedRequest[Key] };

export function toRecording(
  request: IncomingRequest,
  operation: OperationName | undefined,
): Recording {
  const { authorization, ...headers } = Object.fromEntries(request.headers);
  return {
    method: request.method,
    path: request.url.pathname,
    query: Object.fromEntries(request.url.searchParams),
    operation,
    headers,
    authorized: authorization !== undefined,
    body: maskPassword(toJson(toText(request.body))),
    status: undefined,
  };
}

function maskPassword(body: unknown): unknown {
  const hasPassword = typeof body === 'object' && body !== null && Object.hasOwn(body, 'password');
  return hasPassword ? { ...body, password: '********' } : body;
}
