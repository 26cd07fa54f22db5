import {
  AuthenticationError,
  BadRequestError,
  ConflictError,
  type ErrorDetails,
  type ErrorIssue,
  ForbiddenError,
  NotFoundError,
  PromptCrafterAPIError,
  PromptCrafterConnectionError,
  PromptCrafterError,
  PromptCrafterResponseError,
  PromptCrafterTimeoutError,
  PromptCrafterValidationError,
  RateLimitError,
  ServerError,
  UnsupportedMediaTypeError,
} from '../../core/errors.ts';
import { escapeControls } from '../../core/escape-controls.ts';
import { toStatusText } from '../../core/status-texts.ts';
import type { CallState } from './call-state.ts';
import { type HookFailure, toCause } from './fetch-failure.ts';

const longestMessage = 500;
const longestResponseBody = 1_000;

const errorClasses: Record<number, typeof PromptCrafterAPIError> = {
  400: BadRequestError,
  401: AuthenticationError,
  403: ForbiddenError,
  404: NotFoundError,
  409: ConflictError,
  415: UnsupportedMediaTypeError,
  429: RateLimitError,
};

/** Every class that an error of ours can have. */
const publicClasses: readonly (typeof PromptCrafterError)[] = [
  ...Object.values(errorClasses),
  ServerError,
  PromptCrafterAPIError,
  PromptCrafterTimeoutError,
  PromptCrafterConnectionError,
  PromptCrafterValidationError,
  PromptCrafterResponseError,
];

/** What to do about a call that may have been applied. */
const lookFirst = 'It may have been applied: look before you repeat it.';

/** What an error says of the call that it ended. */
export type CallDetails = Pick<
  ErrorDetails,
  'outcome' | 'retryable' | 'method' | 'route' | 'attempts'
>;

/** Shortens a text without cutting a character in two. */
function shorten(text: string, longest: number): string {
  if (text.length <= longest) return text;
  return `${text.slice(0, longest - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

function parseBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.trim() !== '';

function findMessage(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const { error, message } = body as { error?: unknown; message?: unknown };
  return [error, message].find(isText);
}

/** The error for an answer with an error status. */
export function toApiError(
  status: number,
  text: string,
  details: CallDetails & Pick<ErrorDetails, 'retryAfter'>,
): PromptCrafterAPIError {
  const body = text === '' ? undefined : parseBody(text);
  const fallback = `HTTP ${status} ${toStatusText(status)}`.trimEnd();
  const ErrorClass = errorClasses[status] ?? (status >= 500 ? ServerError : PromptCrafterAPIError);
  const message = escapeControls(findMessage(body) ?? fallback);
  return new ErrorClass(shorten(message, longestMessage), {
    ...details,
    status,
    body,
  });
}

/** The error for a call to which no answer came, or none to its end. */
export function toConnectionError(
  action: string,
  reason: string,
  cause: unknown,
  details: CallDetails,
): PromptCrafterConnectionError {
  const message = `Failed to ${action}: ${reason}. ${adviseToRepeat(details)}`;
  return new PromptCrafterConnectionError(message, { ...details, cause });
}

/** The error for a request that `fetch`, or the platform, does not take, and so would not later. */
export function toRefusedError(
  action: string,
  reason: string,
  advice: string,
  cause: unknown,
  details: CallDetails,
): PromptCrafterConnectionError {
  const isOpen = details.outcome === 'unknown';
  const message = `Failed to ${action}: ${reason}. ${isOpen ? lookFirst : `Nothing was sent: ${advice}.`}`;
  return new PromptCrafterConnectionError(message, { ...details, cause });
}

/** The error for an answer that would be the same the next time, such as a redirect. */
export function toForeignAnswerError(
  action: string,
  reason: string,
  details: CallDetails,
): PromptCrafterConnectionError {
  const message = `Failed to ${action}: ${reason}. ${adviseToCheck(details)}`;
  return new PromptCrafterConnectionError(message, details);
}

/** The error for a call whose time was up; `cause` is what the attempt before it ended with. */
export function toTimeoutError(
  action: string,
  timeout: number,
  cause: PromptCrafterError | undefined,
  details: CallDetails,
): PromptCrafterTimeoutError {
  return new PromptCrafterTimeoutError(
    `Failed to ${action}: no complete answer within ${timeout} ms. ${adviseToRepeat(details)}`,
    { ...details, cause },
  );
}

/** The error for a success status with a body that is not what the API documents. */
export function toResponseError(
  action: string,
  status: number,
  text: string | undefined,
  issues: readonly ErrorIssue[],
  details: CallDetails,
): PromptCrafterResponseError {
  return new PromptCrafterResponseError(
    `Failed to ${action}: the API answered ${status} with an unexpected body (${listIssues(issues)}). ${adviseToCheck(details)}`,
    {
      ...details,
      status,
      issues,
      body: text === undefined ? undefined : shorten(text, longestResponseBody),
    },
  );
}

/** The error for a call whose hook failed. */
export function toHookError(
  action: string,
  { hook, cause }: HookFailure,
  call: CallState,
): PromptCrafterError {
  const details = call.toDetails(false);
  const advice = details.outcome === 'unknown' ? lookFirst : 'Nothing was applied: see the cause.';
  return new PromptCrafterError(`Failed to ${action}: the hook ${hook} failed. ${advice}`, {
    ...details,
    cause: toCause(cause, call.secrets),
  });
}

/**
 * The error for a call whose token function failed. If the function threw an error of this package,
 * the call rejects with the same class, status and message.
 */
export function toTokenError(
  action: string,
  thrown: unknown,
  cause: unknown,
  call: CallState,
): PromptCrafterError {
  const details = call.toDetails(false);
  if (!(thrown instanceof PromptCrafterError)) {
    const message = `Failed to ${action}: the token function failed. See the cause.`;
    return new PromptCrafterError(message, { ...details, cause });
  }
  const { status, retryable, retryAfter, body } = thrown;
  const ErrorClass = publicClasses.find(({ prototype }) => prototype.name === thrown.name);
  return new (ErrorClass ?? PromptCrafterError)(thrown.message, {
    ...details,
    ...{ status, retryAfter, body, cause },
    issues: (thrown as PromptCrafterResponseError).issues,
    retryable: retryable && details.outcome === 'not-applied',
  });
}

/** The error for an input that is refused before anything is sent. */
export function toValidationError(
  action: string,
  issues: readonly ErrorIssue[],
  details: Omit<CallDetails, 'outcome' | 'attempts'> = {},
): PromptCrafterValidationError {
  return new PromptCrafterValidationError(
    `Failed to ${action}: ${listIssues(issues)}. Nothing was sent.`,
    { ...details, issues },
  );
}

function adviseToRepeat({ outcome, method }: CallDetails): string {
  if (outcome === 'unknown') return lookFirst;
  return method === 'GET' ? 'Try it again.' : 'Nothing was applied: try it again.';
}

function adviseToCheck({ outcome }: CallDetails): string {
  const advice = 'Check the base URL.';
  return outcome === 'unknown' ? `${advice} ${lookFirst}` : advice;
}

function listIssues(issues: readonly ErrorIssue[]): string {
  const shown = issues.slice(0, 3).map(({ path, message }) => `${path || 'it'} ${message}`);
  if (issues.length > shown.length) shown.push(`${issues.length - shown.length} more`);
  return shown.join('; ');
}

/** Issues of a schema as the errors show them: a path as it is written in code, and a text. */
export function toIssues(
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
): ErrorIssue[] {
  return issues.map(({ path, message }) => ({
    path: path.reduce<string>((joined, key) => {
      if (typeof key === 'number') return `${joined}[${key}]`;
      return joined === '' ? String(key) : `${joined}.${String(key)}`;
    }, ''),
    message,
  }));
}
