import { defaultBaseUrl } from '../default-base-url.ts';
import type { FetchResponse } from '../fetch-function.ts';
import { AttemptHooks } from './attempt-hooks.ts';
import type { CallState } from './call-state.ts';
import type { ClientState } from './client-state.ts';
import { Interrupted } from './deadline.ts';
import {
  FetchFailure,
  findCode,
  HookFailure,
  isNeverSent,
  isRefused,
  LackError,
  toCause,
} from './fetch-failure.ts';
import { type Attempted, type Failure, judgeAnswer, judgeError } from './judge-answer.ts';
import { platformFetch } from './platform-fetch.ts';
import { type AnswerHead, bodyLimits, discard, readAnswer, toHead } from './read-answer.ts';
import { type Exchange, sendOnce } from './send-once.ts';
import { toConnectionError, toHookError, toRefusedError, toTimeoutError } from './to-error.ts';

/** In bytes, how much memory the answers that are being read may take together. */
const mostUnderWay = 384 * 1024 * 1024;

/** What becomes of an answer once it has begun. `controller` ends the attempt. */
type Receive<T> = (response: FetchResponse, controller: AbortController) => Promise<Attempted<T>>;

/**
 * Sends a request once and judges what comes back. What ends the whole call is thrown, and what
 * ends the attempt alone is returned.
 *
 * @throws {@link Interrupted} when the deadline passed or the caller aborted.
 */
export async function attempt<T>(
  client: ClientState,
  call: CallState,
  exchange: Exchange,
): Promise<Attempted<T>> {
  return exchangeOnce(client, call, exchange, async (response, { signal }) => {
    const limit = call.operation.record ? bodyLimits.list : bodyLimits.record;
    const answer = await readAnswer(response, limit, signal, (bytes) => {
      client.bytesUnderWay += bytes;
      if (bytes > 0 && client.bytesUnderWay > mostUnderWay) {
        throw new Error('answers under way hold more than 384 MiB together');
      }
    });
    client.settings.report?.('info', () => ({ ...call.event, status: answer.status }));
    return judgeAnswer<T>(call, answer, exchange.url);
  });
}

/**
 * The same for an answer whose success is read by somebody else: to its end within the attempt, or
 * later, where `read` delivers the answer itself and who reads it ends the attempt.
 */
export async function attemptReading<T>(
  client: ClientState,
  call: CallState,
  exchange: Exchange,
  read: (response: FetchResponse, controller: AbortController) => Promise<T>,
): Promise<Attempted<T>> {
  return exchangeOnce(client, call, exchange, async (response, controller) => {
    const { status } = response;
    client.settings.report?.('info', () => ({ ...call.event, status }));
    if (status >= 200 && status < 300) {
      try {
        return { value: await read(response, controller) };
      } catch (cause) {
        throw cause instanceof FetchFailure ? cause : new FetchFailure(cause);
      }
    }
    const { error } = bodyLimits;
    const answer = await readAnswer(response, error, controller.signal, () => undefined);
    return judgeAnswer<T>(call, answer, exchange.url);
  });
}

async function exchangeOnce<T>(
  { settings, clock }: ClientState,
  call: CallState,
  exchange: Exchange,
  receive: Receive<T>,
): Promise<Attempted<T>> {
  const { deadline, operation, target } = call;
  const { attemptTimeout, hooks } = call.settings;
  const controller = new AbortController();
  const { signal } = controller;
  const { url } = exchange;
  const number = call.attempts + 1;
  let head: AnswerHead | undefined;
  let isSent = false;
  call.sentAt = performance.now();
  // A hook that throws before anything is sent may tell of them.
  if (hooks.length > 0) call.sentHeaders.push(exchange.headers);

  async function run(): Promise<Attempted<T>> {
    const about = { method: operation.method, route: target.route, attempt: number };
    const response = await sendOnce(exchange, {
      fetch: settings.fetch ?? platformFetch,
      signal,
      hooks: hooks.length > 0 ? new AttemptHooks(hooks, about) : undefined,
      onSend(init, isAltered) {
        isSent = true;
        call.sentHeaders.push(init.headers);
        call.attempts = number;
        call.isAltered ||= isAltered;
        settings.report?.('debug', () => call.event);
      },
    });
    // A fetch that ignores its signal may answer after the call was given up.
    if (signal.aborted) discard(response);
    head = toHead(response);
    clock.observe(head.headers, call.sentAt, performance.now());
    return receive(response, controller);
  }

  deadline.check();
  try {
    // Aborted without a reason: a user's own fetch would see it.
    return await deadline.wait(run(), attemptTimeout, () => controller.abort());
  } catch (error) {
    if (error instanceof FetchFailure) return judgeFetchFailure(call, error, head, isSent, url);
    if (error instanceof Interrupted) return judgeInterruption(call, error, head, isSent);
    if (isSent) call.doubt();
    if (error instanceof HookFailure) throw toHookError(operation.action, error, call);
    throw error;
  }
}

function judgeFetchFailure(
  call: CallState,
  failure: FetchFailure,
  head: AnswerHead | undefined,
  isSent: boolean,
  url: string,
): Failure {
  const cause = toCause(failure.cause, call.secrets);
  const found = findCode(cause);
  const code = found === undefined ? '' : ` (${found})`;
  const { action } = call.operation;
  if (!head && (!isSent || isRefused(failure.cause))) {
    const [reason, advice] =
      failure.cause instanceof LackError
        ? [failure.cause.message, failure.cause.advice]
        : [`the platform refused the request${code}`, 'see the cause'];
    const details = call.toDetails(false);
    return { error: toRefusedError(action, reason, advice, cause, details), retriable: false };
  }
  if (head || !isNeverSent(failure.cause)) call.doubt();
  const reason = head ? 'the answer broke off' : `no answer came from ${toServer(url)}`;
  const error = toConnectionError(action, reason + code, cause, call.toDetails(true));
  return { error, retriable: true };
}

/** Says so where nobody chose the server: an environment variable that is not set goes unnoticed. */
function toServer(url: string): string {
  const { origin } = new URL(url);
  return origin === defaultBaseUrl ? `${origin}, the default baseUrl` : origin;
}

function judgeInterruption(
  call: CallState,
  interrupted: Interrupted,
  head: AnswerHead | undefined,
  isSent: boolean,
): Failure {
  const { by } = interrupted;
  // An error status says all that matters; its body is not worth more waiting.
  if (by !== 'caller' && head && head.status >= 400) {
    return judgeError(call, { ...head, text: '', cut: true });
  }
  if (isSent) call.doubt();
  if (by !== 'attempt') throw interrupted;
  const { action } = call.operation;
  const { attemptTimeout } = call.settings;
  const error = toTimeoutError(action, attemptTimeout, undefined, call.toDetails(true));
  return { error, retriable: true };
}
