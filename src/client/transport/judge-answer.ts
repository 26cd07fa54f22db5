import type { ErrorIssue, PromptCrafterError } from '../../core/errors.ts';
import type { Schema } from '../../core/schemas/schema.ts';
import type { CallState } from './call-state.ts';
import { parseJson } from './parse-list.ts';
import type { Answer, AnswerHead } from './read-answer.ts';
import { redact, redactBeginning } from './redact.ts';
import { isRetriableStatus, toRetryAfter } from './retry-policy.ts';
import { toApiError, toForeignAnswerError, toIssues, toResponseError } from './to-error.ts';

/** In characters, how much of a body is searched for secrets: much more than errors show. */
const longestSearched = 64 * 1024;

/** How an attempt failed, and whether another one may do better. */
export interface Failure {
  readonly error: PromptCrafterError;
  readonly retriable: boolean;
}

/** What an attempt brought. */
export type Attempted<T> = { readonly value: T; readonly raw?: unknown } | Failure;

/** What an answer means for its call. */
export function judgeAnswer<T>(call: CallState, answer: Answer, url: string): Attempted<T> {
  const { status } = answer;
  if (status >= 400 && status < 600) return judgeError(call, answer);
  if (status >= 200 && status < 300) return judgeSuccess<T>(call, answer);
  call.doubt();
  return judgeForeign(call, answer, url);
}

/** What an error status means. After a 4xx nothing was applied; after a 5xx it may have been. */
export function judgeError(call: CallState, { status, headers, text, cut }: Answer): Failure {
  if (status >= 500) call.doubt();
  const retriable = isRetriableStatus(status);
  const retryAfter = toRetryAfter(headers.get('retry-after'), headers.get('date'), Date.now());
  const details = { ...call.toDetails(retriable), retryAfter };
  return { error: toApiError(status, show(call, text, cut), details), retriable };
}

function judgeSuccess<T>(call: CallState, answer: Answer): Attempted<T> {
  const { status, text, cut } = answer;
  const { output, record } = call.operation;
  if (!output && (text === '' || status === 204)) return { value: undefined as T };
  const refuse = (message: string, retriable: boolean) =>
    judgeUnexpected(call, answer, [{ path: '', message }], retriable);
  if (cut) return refuse(`is larger than ${record ? 256 : 32} MiB`, false);
  let body: unknown;
  try {
    body = parseJson(text, record !== undefined);
  } catch {
    return refuse(text === '' ? 'is empty' : 'is not JSON', true);
  }
  if (!output) return { value: undefined as T };
  const checked = (output as Schema<T>).safeParse(body);
  if (checked.success) return { value: checked.data, raw: body };
  return judgeUnexpected(call, answer, toIssues(checked.error.issues), false);
}

function judgeUnexpected(
  call: CallState,
  { status, text, cut }: Answer,
  issues: readonly ErrorIssue[],
  retriable: boolean,
): Failure {
  call.doubt();
  const { action, secrets } = call.operation;
  const isCut = cut || text.length > longestSearched;
  // An unexpected answer to a login may hold the token somewhere else.
  const shown = secrets ? undefined : show(call, text.slice(0, longestSearched), isCut);
  const details = call.toDetails(retriable);
  return { error: toResponseError(action, status, shown, issues, details), retriable };
}

function judgeForeign(call: CallState, head: AnswerHead, url: string): Failure {
  const details = call.toDetails(false);
  const reason = describeForeign(head, url);
  return { error: toForeignAnswerError(call.operation.action, reason, details), retriable: false };
}

/** Says where a redirect leads. Browsers show neither that nor its status. */
function describeForeign({ status, type, headers }: AnswerHead, url: string): string {
  const isRedirect = status >= 300 && status < 400 && status !== 304;
  if (type !== 'opaqueredirect' && !isRedirect) return `the API answered with the status ${status}`;
  const location = headers.get('location');
  const known = location !== null && URL.canParse(location, url);
  const origin = known ? new URL(location, url).origin : 'null';
  // An origin of `null` is that of `data:` and the like.
  return `the API redirected${origin === 'null' ? '' : ` to ${origin}`}, which is not followed`;
}

/** A body, or the beginning of one, as errors may show it. */
const show = ({ secrets }: CallState, text: string, isCut: boolean) =>
  isCut ? redactBeginning(text, secrets) : redact(text, secrets);
