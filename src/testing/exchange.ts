import { apiErrors } from '../api/api-errors.ts';
import type { App } from '../api/app.ts';
import { setCommonHeaders } from '../api/common-headers.ts';
import { findOperation } from '../api/find-operation.ts';
import { toStatusText } from '../core/status-texts.ts';
import type { Fault, StatusFault } from './fault.ts';
import type { FaultQueue } from './fault-queue.ts';
import { type IncomingRequest, type Recording, toRecording } from './recorded-request.ts';
import { wait } from './wait.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array<ArrayBuffer> | null;
}

/** An answer, and what happens to its body on the way. */
export type AnswerDelivery =
  | { readonly kind: 'answer' | 'cut-off'; readonly answer: Answer }
  | { readonly kind: 'drip'; readonly answer: Answer; readonly msPerByte: number };

/** How an exchange ends. `fetch` and the socket each act it out in their own way. */
export type Delivery = AnswerDelivery | { readonly kind: 'reset' } | { readonly kind: 'hang' };

/** Carries out a request; an aborted signal says that nobody waits for the answer. */
export type Exchange = (request: IncomingRequest, signal?: AbortSignal) => Promise<Delivery>;

export interface ExchangeOptions {
  readonly app: App;
  readonly basePath: string;
  readonly faults: FaultQueue;
  readonly now: () => number;
  readonly requests: Recording[];
}

export function createExchange(options: ExchangeOptions): Exchange {
  const { app, basePath, faults, now, requests } = options;
  return async (request, signal) => {
    const { pathname, search, searchParams } = request.url;
    // A path outside the base path becomes one that no route has.
    const path = pathname.startsWith(`${basePath}/`) ? pathname.slice(basePath.length) : '/';
    const carryOut = async () =>
      toAnswer(await app.fetch(toAppRequest(request, `${path}${search}`)));
    // A preflight request of a browser is not the client's.
    if (request.method === 'OPTIONS') return { kind: 'answer', answer: await carryOut() };

    const operation = findOperation(request.method, path, searchParams);
    const recording = toRecording(request, operation);
    requests.push(recording);
    const delivery = await deliver(faults.take(operation), carryOut, now);
    if ('answer' in delivery && !signal?.aborted) recording.status = delivery.answer.status;
    return delivery;
  };
}

async function deliver(
  fault: Fault | undefined,
  carryOut: () => Promise<Answer>,
  now: () => number,
): Promise<Delivery> {
  if (fault === undefined) return { kind: 'answer', answer: await carryOut() };
  if (fault === 'reset' || fault === 'hang') return { kind: fault };
  if (typeof fault === 'object' && 'status' in fault) {
    if (fault.afterStore) await carryOut();
    return { kind: 'answer', answer: await toAnswer(createFaultResponse(fault, now())) };
  }
  if (typeof fault === 'object' && 'delay' in fault) {
    await wait(fault.delay);
    return { kind: 'answer', answer: await carryOut() };
  }

  const answer = await carryOut();
  if (fault === 'reset-after-store') return { kind: 'reset' };
  if (fault === 'hang-after-store') return { kind: 'hang' };
  if (fault === 'cut-off') return answer.body ? { kind: fault, answer } : { kind: 'reset' };
  return { kind: 'drip', answer, msPerByte: fault === 'drip' ? 5 : fault.drip };
}

async function toAnswer(response: Response): Promise<Answer> {
  const headers = new Headers(response.headers);
  const body = response.body && new Uint8Array(await response.arrayBuffer());
  // Without its length, a body that breaks off would look complete.
  if (body) headers.set('Content-Length', `${body.length}`);
  return { status: response.status, headers, body };
}

function createFaultResponse({ status, body, headers }: StatusFault, now: number): Response {
  const fallback = { error: status === 500 ? apiErrors.unexpected[1] : toStatusText(status) };
  const isText = typeof body === 'string';
  const allHeaders = new Headers();
  setCommonHeaders(allHeaders, now);
  // A response without a body has no type, and may not have a body at all with these statuses.
  const isEmpty = body === '' || status === 204 || status === 205 || status === 304;
  if (!isEmpty) allHeaders.set('Content-Type', isText ? 'text/html' : 'application/json');
  for (const [name, value] of Object.entries(headers ?? {})) allHeaders.set(name, value);
  const text = isText ? body : JSON.stringify(body === undefined ? fallback : body);
  return new Response(isEmpty ? null : text, { status, headers: allHeaders });
}

function toAppRequest({ method, headers, body }: IncomingRequest, target: string): Request {
  const hasBody = method !== 'GET' && method !== 'HEAD';
  return new Request(`http://localhost${target}`, { method, headers, ...(hasBody && { body }) });
}
