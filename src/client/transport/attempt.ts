import type { ErrorIssue, PromptCrafterError } from '../../core/errors.ts';
import type { ServerClock } from '../../core/server-clock.ts';
import type { ApiCall, TransportSettings } from './api-call.ts';
import { Interrupted } from './deadline.ts';
import { platformFetch } from './platform-fetch.ts';
import { redact, redactBeginning } from './redact.ts';
import { isRetriableStatus, toRetryAfter } from './retry-policy.ts';
import type { Run } from './run.ts';
import {
  FetchFailure,
  sendOnce,
  type WireAnswer,
  type WireHead,
  type WireRequest,
} from './send-once.ts';
import {
  findCode,
  isNeverSent,
  toApiError,
  toCause,
  toConnectionError,
  toForeignAnswerError,
  toIssues,
  toResponseError,
  toTimeoutError,
} from './to-error.ts';

/** Much more than errors show of a body. */
const longestSearched = 64 * 1024;

/** How an attempt failed, and whether another one may do better. */
export interface Failure {
  readonly error: PromptCrafterError;
  readonly retriable: boolean;
}

/** What an attempt brought. */
export type Attempted<T> = { readonly value: T } | Failure;

/**
 * Sends a request once and judges what comes back. What ends the whole call is thrown, and what
 * ends the attempt alone is returned.
 *
 * @throws {@link Interrupted} when the deadline passed or the caller aborted.
 */
export async function attempt<T>(
  run: Run,
  request: WireRequest,
  { fetch, report }: TransportSettings,
  clock: ServerClock,
): Promise<Attempted<T>> {
  let head: WireHead | undefined;
  const sentBefore = run.attempts;
  const sentAt = performance.now();
  run.sentAt = sentAt;
  try {
    const answer = await run.deadline.attempt(run.settings.attemptTimeout, (signal) => {
      run.attempts += 1;
      report?.('debug', () => run.event);
      return sendOnce(request, fetch ?? platformFetch, signal, {
        onHead(begun) {
          head = begun;
          clock.observe(begun.headers, sentAt, performance.now());
        },
        isStreamed: 'record' in run.call,
      });
    });
    report?.('info', () => ({ ...run.event, status: answer.status }));
    return judge<T>(run, answer, request.url);
  } catch (error) {
    if (error instanceof FetchFailure) return judgeFetchFailure(run, error, head, request.url);
    const isSent = run.attempts > sentBefore;
    if (error instanceof Interrupted) return judgeInterruption(run, error, head, isSent);
    if (isSent) run.doubt();
    throw error;
  }
}

function judgeFetchFailure(
  run: Run,
  failure: FetchFailure,
  head: WireHead | undefined,
  url: string,
): Failure {
  if (!isNeverSent(failure.cause)) run.doubt();
  const cause = toCause(failure.cause, run.secrets);
  const code = findCode(cause);
  const reason = `${head ? 'the answer broke off' : `no answer came from ${new URL(url).origin}`}${code ? ` (${code})` : ''}`;
  return { error: toConnectionError(run.call.action, reason, cause, run.details), retriable: true };
}

function judgeInterruption(
  run: Run,
  interrupted: Interrupted,
  head: WireHead | undefined,
  isSent: boolean,
): Failure {
  const { by } = interrupted;
  // An error status says all that matters; its body is not worth more waiting.
  if (by !== 'caller' && head && head.status >= 400) {
    return judgeError(run, { ...head, text: '', cut: true });
  }
  if (isSent) run.doubt();
  if (by !== 'attempt') throw interrupted;
  const { attemptTimeout } = run.settings;
  return {
    error: toTimeoutError(run.call.action, attemptTimeout, undefined, run.details),
    retriable: true,
  };
}

function judge<T>(run: Run, answer: WireAnswer, url: string): Attempted<T> {
  const { status, stream } = answer;
  if (stream) return { value: { status, stream } as T };
  if (status >= 400 && status < 600) return judgeError(run, answer);
  if (status >= 200 && status < 300) return judgeSuccess<T>(run, answer);
  run.doubt();
  const reason = describeRedirect(answer, url);
  return {
    error: toForeignAnswerError(run.call.action, reason, run.details),
    retriable: false,
  };
}

/** Where a redirect leads. Browsers do not tell, not even which status it had. */
function describeRedirect({ status, type, headers }: WireAnswer, url: string): string {
  if (type !== 'opaqueredirect' && (status < 300 || status >= 400)) {
    return `the API answered with the status ${status}`;
  }
  const location = headers.get('location');
  const known = location !== null && URL.canParse(location, url);
  const origin = known ? new URL(location, url).origin : 'null';
  // An origin of `null` is that of `data:` and the like.
  return `the API redirected${origin === 'null' ? '' : ` to ${origin}`}, which is not followed`;
}

function judgeError(run: Run, { status, headers, text, cut }: WireAnswer): Failure {
  // Whatever a 4xx refuses it has not done; a 5xx can come after it was done.
  if (status >= 500) run.doubt();
  const retryAfter = toRetryAfter(headers.get('retry-after'), headers.get('date'), Date.now());
  return {
    error: toApiError(status, show(run, text, cut), { ...run.details, retryAfter }),
    retriable: isRetriableStatus(status),
  };
}

function judgeSuccess<T>(run: Run, answer: WireAnswer): Attempted<T> {
  const { status, text, cut } = answer;
  const { output } = run.call as ApiCall<T>;
  if (!output && (text === '' || status === 204)) return { value: undefined as T };
  const refuse = (message: string, retriable: boolean) =>
    judgeUnexpected(run, answer, [{ path: '', message }], retriable);
  if (cut) return refuse('is larger than 256 MiB', false);
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return refuse(text === '' ? 'is empty' : 'is not JSON', true);
  }
  if (!output) return { value: undefined as T };
  const checked = output.safeParse(body);
  if (checked.success) return { value: checked.data };
  return judgeUnexpected(run, answer, toIssues(checked.error.issues), false);
}

function judgeUnexpected(
  run: Run,
  { status, text, cut }: WireAnswer,
  issues: readonly ErrorIssue[],
  retriable: boolean,
): Failure {
  run.doubt();
  const { action, secretFields } = run.call;
  const isCut = cut || text.length > longestSearched;
  // An unexpected answer to a login may hold the token somewhere else.
  const shown = secretFields ? undefined : show(run, text.slice(0, longestSearched), isCut);
  return { error: toResponseError(action, status, shown, issues, run.details), retriable };
}

/** A body, or the beginning of one, as errors may show it. */
const show = ({ secrets }: Run, text: string, isCut: boolean) =>
  isCut ? redactBeginning(text, secrets) : redact(text, secrets);
