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
  type PromptCrafterError,
  PromptCrafterResponseError,
  PromptCrafterTimeoutError,
  PromptCrafterValidationError,
  RateLimitError,
  ServerError,
  UnsupportedMediaTypeError,
} from '../../core/errors.ts';
import { redact } from './redact.ts';

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

/** HTTP/2 carries no reason phrase, and a server may send any text as one. */
const reasonPhrases: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

/** What to do about a call of which nobody knows whether it was applied. */
const lookFirst = 'It may have been applied: look before you repeat it.';

/** What an error says of the call that it ended. */
export type CallDetails = Pick<ErrorDetails, 'outcome' | 'method' | 'route' | 'attempts'>;

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
  const fallback = `HTTP ${status} ${reasonPhrases[status] ?? ''}`.trimEnd();
  const ErrorClass = errorClasses[status] ?? (status >= 500 ? ServerError : PromptCrafterAPIError);
  return new ErrorClass(shorten(findMessage(body) ?? fallback, longestMessage), {
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

/** Codes of failures before the request went out: name resolution, connecting, TLS. */
const neverSent =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT|ConnectionRefused|FailedToOpenSocket|ERR_TLS_.*|ERR_SSL_.*(VERSION_NUMBER|PROTOCOL_VERSION|HANDSHAKE_FAILURE|UNRECOGNIZED_NAME)|CERT_.*|DEPTH_ZERO_.*|SELF_SIGNED_.*|UNABLE_TO_.*)$/;
/** Deno has no codes, only texts; and `EPROTO` is what Bun says of a failed handshake and others. */
const neverSentText =
  /client error \(Connect\)|connection refused|dns error|failed to lookup address|TLS handshake failed/i;

/** An error and those behind it. */
function* walkCauses(failure: unknown): Generator<Error & { code?: unknown }> {
  for (let error = failure, depth = 0; error instanceof Error && depth < 5; depth += 1) {
    yield error;
    error = error.cause;
  }
}

/** The code of the platform for what went wrong, where it has one. */
export function findCode(failure: unknown): string | undefined {
  for (const { code } of walkCauses(failure)) {
    if (typeof code === 'string' && /^\w{1,40}$/.test(code)) return code;
  }
  return undefined;
}

/**
 * Whether a failed fetch surely sent nothing. What cannot be told may have been sent: browsers and
 * workerd say the same whether a connection was refused or broke.
 */
export function isNeverSent(failure: unknown): boolean {
  const code = findCode(failure);
  if (code !== undefined && code !== 'EPROTO') return neverSent.test(code);
  return [...walkCauses(failure)].some(({ message }) => neverSentText.test(message));
}

/**
 * Copies name, message, code and stack of an error and of those behind it, without secrets. The
 * error itself is not passed on: what a user's own fetch throws may hold the request.
 */
export function toCause(failure: unknown, secrets: readonly string[], depth = 5): unknown {
  if (!(failure instanceof Error)) return undefined;
  const { name, message, code, stack, cause } = failure as Error & { code?: unknown };
  const copy = new Error(
    redact(String(message), secrets),
    depth > 0 && cause instanceof Error ? { cause: toCause(cause, secrets, depth - 1) } : undefined,
  );
  Object.defineProperty(copy, 'name', {
    value: redact(String(name), secrets),
    configurable: true,
    writable: true,
  });
  Object.defineProperty(copy, 'stack', {
    value: typeof stack === 'string' ? redact(stack, secrets) : undefined,
    configurable: true,
    writable: true,
  });
  return typeof code === 'string' ? Object.assign(copy, { code: redact(code, secrets) }) : copy;
}
