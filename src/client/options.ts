import { defaultBaseUrl } from './default-base-url.ts';
import type { FetchFunction } from './fetch-function.ts';
import type { Hooks } from './hooks.ts';
import type { CallSettings } from './transport/call-state.ts';
import type { TransportSettings } from './transport/client-state.ts';
import { isHeaderValue, type TokenSource } from './transport/credentials.ts';
import { createReporter, type Logger, type LogLevel, logLevels } from './transport/logger.ts';
import { toValidationError } from './transport/to-error.ts';

/** Extra headers, by name. */
export type HeadersOption = Readonly<Record<string, string>> | Iterable<readonly [string, string]>;

/** What every method takes last. */
export interface RequestOptions {
  /** Aborts the call, which then rejects with the signal's own reason. */
  signal?: AbortSignal | undefined;
  /** Milliseconds for the whole call: token, attempts, waits, bodies. */
  timeout?: number | undefined;
  /** Milliseconds for one attempt, its body included. */
  attemptTimeout?: number | undefined;
  /** Attempts after the first. */
  maxRetries?: number | undefined;
  /** Headers of this call; they win over the client's. */
  headers?: HeadersOption | undefined;
  /** Hooks of this call; they run after the client's. */
  hooks?: Hooks | undefined;
}

/** What {@link PromptCrafterClient} is made with. All of it is optional. */
export interface ClientOptions {
  /**
   * A token, or a function that returns one. That token is kept until a 401 refuses it.
   * @defaultValue environment variable `PROMPTCRAFTER_TOKEN`
   */
  token?: TokenSource | undefined;
  /**
   * Where the API is; a path prefix is kept.
   * @defaultValue environment variable `PROMPTCRAFTER_BASE_URL`, then the hosted API
   */
  baseUrl?: string | URL | undefined;
  /**
   * Milliseconds for a whole call: token, attempts, waits, bodies.
   * @defaultValue `30_000`
   */
  timeout?: number | undefined;
  /**
   * Milliseconds for one attempt, its body included.
   * @defaultValue `10_000`
   */
  attemptTimeout?: number | undefined;
  /**
   * Attempts after the first.
   * @defaultValue `2`
   */
  maxRetries?: number | undefined;
  /**
   * Any fetch-compatible function.
   * @defaultValue the platform's
   */
  fetch?: FetchFunction | undefined;
  /** Headers of every request. In browsers the API must allow them (CORS). */
  headers?: HeadersOption | undefined;
  /** Functions that run around every attempt of every call. */
  hooks?: Hooks | undefined;
  /**
   * Allows to send a token or a password over `http:` to a host that is not this machine.
   * @defaultValue `false`
   */
  allowInsecureHttp?: boolean | undefined;
  /** Gets an event for what happens to a call; `console` is a logger. */
  logger?: Logger | undefined;
  /**
   * Which events the logger gets. If the environment variable is set and there is no logger, they
   * are written to the console's error stream.
   * @defaultValue environment variable `PROMPTCRAFTER_LOG`, then `'warn'`
   */
  logLevel?: LogLevel | undefined;
}

const defaults = {
  baseUrl: defaultBaseUrl,
  timeout: 30_000,
  attemptTimeout: 10_000,
  maxRetries: 2,
  logLevel: 'warn',
} as const;

/** Client options with the defaults filled in. */
export interface ResolvedOptions {
  readonly token: TokenSource | undefined;
  readonly transport: TransportSettings;
  readonly request: CallSettings;
}

/**
 * Fills in the defaults, and the environment where a platform has one. It is read here, when a
 * client is made, and only for what is not given.
 *
 * @throws {@link PromptCrafterValidationError} when an option cannot be used.
 */
export function resolveOptions(options: ClientOptions): ResolvedOptions {
  requireObject('options', options);
  const { fetch, logger, logLevel } = options;
  if (fetch !== undefined && typeof fetch !== 'function') refuse('fetch', 'must be a function');
  const baseUrl = resolveBaseUrl(
    options.baseUrl ?? readEnvironment('PROMPTCRAFTER_BASE_URL') ?? defaults.baseUrl,
  );
  return {
    token: resolveToken(options.token) ?? readEnvironment('PROMPTCRAFTER_TOKEN'),
    transport: {
      // Not `href`, which may end in an empty query or fragment.
      baseUrl: (baseUrl.origin + baseUrl.pathname).replace(/\/+$/, ''),
      mayCarrySecrets: options.allowInsecureHttp === true || isConfidential(baseUrl),
      fetch,
      report: resolveReporter(logger, logLevel),
    },
    request: resolveRequestOptions(
      // A signal belongs to a call.
      { ...options, signal: undefined },
      { ...defaults, signal: undefined, headers: {}, hooks: [] },
    ),
  };
}

/**
 * Merges options over the defaults, or those of a call over the client's.
 *
 * @throws {@link PromptCrafterValidationError} when an option cannot be used.
 */
export function resolveRequestOptions(options: RequestOptions, base: CallSettings): CallSettings {
  const { signal, timeout, attemptTimeout, maxRetries, headers, hooks } = options;
  requireDuration('timeout', timeout);
  requireDuration('attemptTimeout', attemptTimeout);
  if (maxRetries !== undefined && !(Number.isInteger(maxRetries) && maxRetries >= 0)) {
    refuse('maxRetries', 'must be an integer from 0 on');
  }
  if (signal && typeof signal.addEventListener !== 'function') {
    refuse('signal', 'must be an AbortSignal');
  }
  return {
    signal: signal ?? undefined,
    timeout: timeout ?? base.timeout,
    attemptTimeout: attemptTimeout ?? base.attemptTimeout,
    maxRetries: maxRetries ?? base.maxRetries,
    headers: headers ? { ...base.headers, ...resolveHeaders(headers) } : base.headers,
    hooks: hooks ? [...base.hooks, resolveHooks(hooks)] : base.hooks,
  };
}

/**
 * Checks a token source. Whether the token can be sent is checked when it is sent.
 *
 * @throws {@link PromptCrafterValidationError} when it is neither a string nor a function.
 */
export function resolveToken(token: TokenSource | null | undefined): TokenSource | undefined {
  if (token === undefined || token === null) return undefined;
  if (typeof token === 'string' || typeof token === 'function') return token;
  refuse('token', 'must be a string or a function');
}

function refuse(option: string, reason: string): never {
  throw toValidationError('use the options', [{ path: option, message: reason }]);
}

function requireObject(option: string, value: unknown): void {
  if (typeof value !== 'object' || value === null) refuse(option, 'must be an object');
}

function requireDuration(option: string, value: number | undefined): void {
  if (value === undefined || (typeof value === 'number' && value > 0)) return;
  refuse(option, 'must be a number of milliseconds above 0');
}

/** Messages never repeat the value: it may hold a password. */
function resolveBaseUrl(baseUrl: string | URL): URL {
  let url: URL;
  try {
    url = new URL(baseUrl);
  } catch {
    refuse('baseUrl', 'must be an absolute URL');
  }
  if (!/^https?:$/.test(url.protocol)) refuse('baseUrl', 'must start with https:// or http://');
  if (url.username || url.password) refuse('baseUrl', 'must hold no user name and no password');
  if (url.search || url.hash) refuse('baseUrl', 'must have no query and no fragment');
  return url;
}

/** Whether nobody on the network can read what is sent there: TLS, or this machine. */
function isConfidential({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || /^(localhost|.+\.localhost|127\.[\d.]+|\[::1\])$/.test(hostname);
}

/** What a header may be made of, by the rules of HTTP. */
const headerName = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/;

function resolveHeaders(headers: HeadersOption): Record<string, string> {
  requireObject('headers', headers);
  const resolved: Record<string, string> = {};
  const entries = Symbol.iterator in headers ? headers : Object.entries(headers);
  for (const entry of entries) {
    if (!Array.isArray(entry)) refuse('headers', 'must hold pairs of name and value');
    const [key, value] = entry;
    const name = String(key).toLowerCase();
    if (!headerName.test(name)) refuse('headers', 'must have legal names');
    if (!isHeaderValue(value)) refuse(`headers.${name}`, 'must be a legal header value');
    resolved[name] = value;
  }
  return resolved;
}

function resolveHooks(hooks: Hooks): Hooks {
  requireObject('hooks', hooks);
  for (const name of ['beforeRequest', 'afterResponse'] as const) {
    const hook = hooks[name];
    if (hook !== undefined && typeof hook !== 'function')
      refuse(`hooks.${name}`, 'must be a function');
  }
  return hooks;
}

/** Without a logger, the environment can ask for lines on the console's error stream. */
function resolveReporter(given: Logger | undefined, level: LogLevel | undefined) {
  const asked = readEnvironment('PROMPTCRAFTER_LOG');
  const isAsked = given === undefined && logLevels.some((name) => name === asked);
  const logger = isAsked ? errorStream : given;
  return logger ? createReporter(logger, resolveLogLevel(level)) : undefined;
}

// biome-ignore lint/suspicious/noConsole: whoever set the variable asked for it
const print = (line: string) => console.error(line);
const errorStream: Logger = { debug: print, info: print, warn: print, error: print };

function resolveLogLevel(given: LogLevel | undefined): LogLevel {
  const level = given ?? readEnvironment('PROMPTCRAFTER_LOG') ?? defaults.logLevel;
  const known = logLevels.find((name) => name === level);
  if (known) return known;
  // A typing mistake in the environment must not keep a program from starting.
  return given === undefined
    ? defaults.logLevel
    : refuse('logLevel', `must be one of ${logLevels.join(', ')}`);
}

function readEnvironment(name: string): string | undefined {
  const { process } = globalThis as {
    process?: { env?: Record<string, string | undefined> };
  };
  try {
    // A value that was read from a file may end in a line break.
    return process?.env?.[name]?.trim() || undefined;
  } catch {
    // Deno throws without --allow-env.
    return undefined;
  }
}
