import { type ErrorLike, isErrorLike } from '../../core/error-like.ts';
import { escapeControls } from '../../core/escape-controls.ts';
import { redact } from './redact.ts';

/** The platform's or the user's `fetch` failed. ky's own errors hold the request; this does not. */
export class FetchFailure {
  readonly cause: unknown;
  constructor(cause: unknown) {
    this.cause = cause;
  }
}

/** The platform lacks something that the call needs, so that nothing was sent. */
export class LackError extends TypeError {
  readonly code: string;
  readonly advice: string;
  constructor(name: 'fetch' | 'Request' | 'Response' | 'Headers', use: string, advice: string) {
    super(`this platform has no ${name}${use}`);
    this.code = `ERR_NO_${name.toUpperCase()}`;
    this.advice = advice;
  }
}

/** A hook failed, or returned something of the wrong type. */
export class HookFailure {
  readonly hook: string;
  readonly cause: unknown;
  constructor(hook: string, cause: unknown) {
    this.hook = hook;
    this.cause = cause;
  }
}

/** Codes of arguments that `fetch` does not take. */
const refused =
  /^(UND_ERR_(INVALID_ARG|NOT_SUPPORTED)|ERR_INVALID_(ARG_\w+|CHAR|URL|PROTOCOL|HTTP_TOKEN)|ERR_HTTP_INVALID_\w+|ERR_UNESCAPED_CHARACTERS)$/;

/** The same where there is no code. */
const refusedText =
  /^(bad port$|fetch is not defined|Can't find variable: fetch|(\w+\.)?fetch is not a function|RequestInit: |Request constructor: |Failed to (execute 'fetch'|construct 'Request')|(Window|WorkerGlobalScope)\.fetch: )|instance ?of AbortSignal|invalid URL|Failed to parse URL|Only (absolute URLs|HTTP\(S\) protocols) are supported|invalid (transfer-encoding|connection|keep-alive|upgrade|expect|content-length) header|invalid header (name|value)/i;

/** Codes of failures before the request went out: name resolution, connecting, proxies, TLS. */
const neverSent =
  /^(ECONNREFUSED|ENOTFOUND|EAI_\w+|EADDRNOTAVAIL|ENETUNREACH|EHOSTUNREACH|ENETDOWN|UND_ERR_CONNECT_TIMEOUT|UND_ERR_PRX_TLS|ERR_PROXY_TUNNEL|ConnectionRefused|FailedToOpenSocket|ERR_TLS_.*|ERR_SSL_.*(VERSION_NUMBER|PROTOCOL_VERSION|HANDSHAKE_FAILURE|UNRECOGNIZED_NAME|UNKNOWN_PROTOCOL)|CERT_.*|DEPTH_ZERO_.*|SELF_SIGNED_.*|UNABLE_TO_.*)$/;

/** The same where the code says less than the text. */
const neverSentBefore =
  /before secure TLS connection was established|HTTP Tunneling|\bconnect E[A-Z]+\b/;

/**
 * The same where there is no code: Deno has texts alone, and `EPROTO` is what Bun says of a failed
 * handshake and others.
 */
const neverSentText =
  /client error \(Connect\)|connection refused|dns error|failed to lookup address|TLS handshake failed/i;

/** An error and those behind it. */
function* walkCauses(failure: unknown): Generator<ErrorLike> {
  for (let error = failure, depth = 0; isErrorLike(error) && depth < 5; depth += 1) {
    yield error;
    error = error.cause;
  }
}

/** The code of the platform for what went wrong, where it has one. */
export function findCode(failure: unknown): string | undefined {
  for (const { code, errors } of walkCauses(failure)) {
    if (typeof code === 'string' && /^\w{1,40}$/.test(code)) return code;
    if (Array.isArray(errors)) return findCode(errors[0]);
  }
  return undefined;
}

/** Codes that say too little to go by. */
const hasCode = (code: unknown): code is string => typeof code === 'string' && code !== 'EPROTO';

/** Whether `fetch` did not take what it was given, and so would not the next time. */
export function isRefused(failure: unknown): boolean {
  if (failure instanceof LackError) return true;
  for (const { code, message } of walkCauses(failure)) {
    if (hasCode(code)) return refused.test(code);
    if (refusedText.test(message)) return true;
  }
  return false;
}

/**
 * Whether a failed fetch surely sent nothing. If it is not known, something may have been sent:
 * browsers and workerd report a refused connection and a broken one in the same way.
 */
export function isNeverSent(failure: unknown): boolean {
  if (isRefused(failure)) return true;
  for (const { code, syscall, message, errors } of walkCauses(failure)) {
    if (neverSentBefore.test(message)) return true;
    if (!hasCode(code) && neverSentText.test(message)) return true;
    // A host with several addresses fails with what each of them failed with.
    if (Array.isArray(errors) && errors.length > 0) return errors.every(isNeverSent);
    if (syscall === 'connect' || syscall === 'getaddrinfo') return true;
    if (hasCode(code)) return neverSent.test(code);
  }
  return false;
}

/**
 * Copies name, message, code and stack of an error and of those behind it, without secrets. The
 * error itself is not passed on: what a user's own fetch throws may hold the request.
 */
export function toCause(failure: unknown, secrets: readonly string[], depth = 5): unknown {
  if (!isErrorLike(failure)) return undefined;
  const { name, message, code, stack, cause } = failure;
  const options =
    depth > 0 && isErrorLike(cause) ? { cause: toCause(cause, secrets, depth - 1) } : undefined;
  const copy = new Error(escapeControls(redact(message, secrets)), options);
  const define = (field: string, value: string | undefined) =>
    Object.defineProperty(copy, field, { value, configurable: true, writable: true });
  define('name', redact(String(name), secrets));
  define('stack', typeof stack === 'string' ? redact(stack, secrets) : undefined);
  return typeof code === 'string' ? Object.assign(copy, { code: redact(code, secrets) }) : copy;
}
