import { type ClientRequest, type RequestOptions, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { getAbortReason } from '../core/abort-reason.ts';
import { isConnecting, toBrokenError, toConnectError } from './connecting.ts';
import type { Connections, Route } from './connections.ts';
import type { NodeFetchInit } from './create-node-fetch.ts';
import { acceptedEncodings } from './decode-body.ts';
import { createCodedError, refuse, toFetchError } from './fetch-error.ts';
import { IncomingResponse } from './incoming-response.ts';
import type { NodeResponse } from './node-response.ts';

/** Sends a request, once. */
export function sendRequest(
  connections: Connections,
  url: URL,
  init: NodeFetchInit,
): Promise<NodeResponse> {
  const { method = 'GET' } = init;
  const signal = init.signal ?? undefined;
  if (/^(CONNECT|TRACE)$/i.test(method)) throw refuse(`the method cannot be ${method}`);
  const route = connections.resolveRoute(url);
  const headers = { ...toHeaders(init), ...route.headers };
  const path = `${route.prefix}${url.pathname}${url.search}`;
  const request = openRequest(route, { method, path, headers });
  return new Promise((resolve, reject) => {
    let isAnswered = false;
    let isAssigned = false;
    const abort = () => {
      reject(getAbortReason(signal));
      request.destroy();
    };
    signal?.addEventListener('abort', abort);
    request.once('response', (message) => {
      isAnswered = true;
      resolve(new IncomingResponse(message, { method, url: url.href, signal }));
    });
    request.on('socket', () => {
      // Deno sends a request again over another connection where one that was used before breaks.
      if (isAssigned) {
        reject(toFetchError(createCodedError('the connection broke', 'ECONNRESET')));
        request.destroy();
      }
      isAssigned = true;
    });
    request.on('error', (error) => {
      const toCause = isConnecting(request.socket) ? toConnectError : toBrokenError;
      reject(toFetchError(toCause(error)));
    });
    // After the answer's end, or without one.
    request.once('close', () => {
      signal?.removeEventListener('abort', abort);
      if (isAnswered) return;
      reject(toFetchError(createCodedError('the connection was closed', 'ECONNRESET')));
    });
    request.end(toBody(init, headers));
  });
}

/** Nothing has been sent where this throws. */
function openRequest(route: Route, options: RequestOptions): ClientRequest {
  const { agent, isSecure, host, port, servername } = route;
  try {
    return (isSecure ? requestHttps : requestHttp)({
      ...{ agent, host, port },
      ...options,
      ...(servername !== undefined && { servername }),
    });
  } catch (error) {
    // A code says that an argument is wrong. Deno throws without one where it lacks a permission.
    throw 'code' in Object(error) ? error : toFetchError(toConnectError(error as Error));
  }
}

/** Headers that say how a message ends, or what becomes of its connection. */
const reserved =
  /^(transfer-encoding|content-length|connection|keep-alive|upgrade|expect|te|trailer)$/;

function toHeaders({ headers = {}, body }: NodeFetchInit): Record<string, string | number> {
  const entries = Symbol.iterator in headers ? headers : Object.entries(headers);
  const sent: Record<string, string | number> = {
    accept: '*/*',
    'accept-encoding': acceptedEncodings,
    'user-agent': 'node',
  };
  if (typeof body === 'string') sent['content-type'] = 'text/plain;charset=UTF-8';
  for (const [name, value] of entries) {
    const known = name.toLowerCase();
    if (reserved.test(known)) throw refuse(`the header ${known} cannot be set`);
    sent[known] = value;
  }
  if (body !== undefined && body !== null) sent['content-length'] = Buffer.byteLength(body);
  return sent;
}

/** Node would write headers as UTF-8 where they are sent together with a text. */
function toBody(
  { body }: NodeFetchInit,
  headers: Record<string, string | number>,
): string | Uint8Array | undefined {
  if (typeof body !== 'string') return body ?? undefined;
  const isAscii = Object.values(headers).every((value) => /^[\0-\x7f]*$/.test(`${value}`));
  return isAscii ? body : Buffer.from(body);
}
