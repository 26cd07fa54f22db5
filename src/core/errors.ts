import { isErrorLike } from './error-like.ts';

/** Whether a failed call may have changed something on the server. */
export type Outcome = 'not-applied' | 'unknown';

/** One thing that is wrong with an input or with an answer. */
export interface ErrorIssue {
  /** Where it is: `score`, `tags[2]`, `[17].output`; empty for the value as a whole. */
  readonly path: string;
  /** What is wrong, without the value itself. */
  readonly message: string;
}

/** What an error tells beside its message. */
export interface ErrorDetails {
  /** HTTP status, only if the API really answered with one. */
  readonly status?: number | undefined;
  /** The answer's body: parsed JSON, else text. Left out of logs, see {@link PromptCrafterError.toJSON}. */
  readonly body?: unknown;
  /** @defaultValue `'not-applied'` */
  readonly outcome?: Outcome | undefined;
  /** Whether trying the same call later may help and does nothing twice. @defaultValue `false` */
  readonly retryable?: boolean | undefined;
  /** HTTP method of the call. */
  readonly method?: string | undefined;
  /** Path template of the call, without ids: `/prompts/{id}`. */
  readonly route?: string | undefined;
  /** How many requests were sent. @defaultValue `0` */
  readonly attempts?: number | undefined;
  /** Milliseconds that the server asked to wait (`Retry-After`). */
  readonly retryAfter?: number | undefined;
  /** What is wrong, field by field. */
  readonly issues?: readonly ErrorIssue[] | undefined;
  /** What led to it, reduced to name, message and code. */
  readonly cause?: unknown;
}

/** The fields that may be logged; `body` is not one of them. */
const loggable = [
  'status',
  'outcome',
  'retryable',
  'method',
  'route',
  'attempts',
  'retryAfter',
  'issues',
] as const;

/** What an error says where nothing else is given. */
const defaults: ErrorDetails = { outcome: 'not-applied', retryable: false, attempts: 0 };

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/**
 * Gives a class its `name`, and makes `instanceof` look for a mark that every copy of this
 * package shares, since an application can hold two (ESM and CommonJS, or two versions).
 */
// biome-ignore lint/complexity/noBannedTypes: any constructor will do
function brand(errorClass: Function & { prototype: object }, name: string): void {
  const mark = Symbol.for(`promptcrafter-client.${name}`);
  Object.defineProperty(errorClass.prototype, mark, { value: true });
  Object.defineProperty(errorClass.prototype, 'name', {
    value: name,
    configurable: true,
    writable: true,
  });
  Object.defineProperty(errorClass, Symbol.hasInstance, {
    // A subclass made by a user inherits this function and must not match all of its parent's.
    value(this: unknown, value: unknown): boolean {
      if (this === errorClass) return isObject(value) && mark in value;
      return Function.prototype[Symbol.hasInstance].call(this as never, value);
    },
  });
}

/**
 * What every call of the client rejects with, except an abort by the caller,
 * which rejects with the signal's own reason.
 *
 * @example
 * ```ts
 * try {
 *   await client.createLog(input);
 * } catch (error) {
 *   if (!(error instanceof PromptCrafterError)) throw error;
 *   console.error(error.message, error.status, error.outcome);
 * }
 * ```
 */
export class PromptCrafterError extends Error {
  static {
    brand(this, 'PromptCrafterError');
  }
  /** HTTP status, only if the API really answered with one. */
  declare readonly status?: number;
  /** The answer's body: parsed JSON, else text. Not enumerable, so that loggers leave it out. */
  declare readonly body?: unknown;
  /** `'not-applied'`: the server surely did nothing. `'unknown'`: it may have. */
  declare readonly outcome: Outcome;
  /**
   * Whether trying the same call later may help and does nothing twice: what failed may pass, and
   * nothing was applied, or the operation may be repeated.
   */
  declare readonly retryable: boolean;
  /** HTTP method of the call. */
  declare readonly method?: string;
  /** Path template of the call, without ids: `/prompts/{id}`. */
  declare readonly route?: string;
  /** How many requests were sent for the call. */
  declare readonly attempts: number;
  /** Milliseconds that the server asked to wait (`Retry-After`). */
  declare readonly retryAfter?: number;

  /** Makes an error as the client does, for instance for a test of your own error handling. */
  constructor(message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    const { body } = details;
    for (const key of loggable) {
      const value = details[key] ?? defaults[key];
      if (value !== undefined) Object.assign(this, { [key]: value });
    }
    if (body !== undefined) Object.defineProperty(this, 'body', { value: body });
  }

  /** What is safe to log: everything but the body and the stack. */
  toJSON(): Record<string, unknown> {
    const shown: Record<string, unknown> = { name: this.name, message: this.message };
    for (const key of loggable) {
      if (key in this) shown[key] = this[key as keyof this];
    }
    if (this.cause !== undefined) shown.cause = describe(this.cause, 5);
    return shown;
  }

  /** Shows the stack and what {@link PromptCrafterError.toJSON} shows, in Node, Deno and Bun. */
  [Symbol.for('nodejs.util.inspect.custom')](
    _depth?: number,
    options?: unknown,
    inspect?: (value: unknown, options?: unknown) => string,
  ): string {
    const { name, message, ...fields } = this.toJSON();
    const head = this.stack ?? `${name}: ${message}`;
    return `${head} ${inspect ? inspect(fields, options) : JSON.stringify(fields)}`;
  }
}

/** Name, message and code of an error and of those behind it. */
function describe(error: unknown, depth: number): unknown {
  if (error instanceof PromptCrafterError) return error.toJSON();
  if (!isErrorLike(error)) return typeof error;
  const { name, message, code, cause } = error;
  return {
    name,
    message,
    ...(typeof code === 'string' && { code }),
    ...(cause !== undefined && depth > 0 && { cause: describe(cause, depth - 1) }),
  };
}

/**
 * The API answered with an error status. `message` is the server's own text, at most 500
 * characters, and `HTTP 502 Bad Gateway` or the like where it gave none.
 */
export class PromptCrafterAPIError extends PromptCrafterError {
  static {
    brand(this, 'PromptCrafterAPIError');
  }
  declare readonly status: number;
}

/** 400: a field is missing or invalid, or an id is malformed. */
export class BadRequestError extends PromptCrafterAPIError {
  static {
    brand(this, 'BadRequestError');
  }
}

/** 401: the token is missing, expired or invalid, or email and password do not match. */
export class AuthenticationError extends PromptCrafterAPIError {
  static {
    brand(this, 'AuthenticationError');
  }
}

/** 403: the prompt or log belongs to another user. */
export class ForbiddenError extends PromptCrafterAPIError {
  static {
    brand(this, 'ForbiddenError');
  }
}

/** 404: there is no such prompt or log, or a prompt has no logs yet. */
export class NotFoundError extends PromptCrafterAPIError {
  static {
    brand(this, 'NotFoundError');
  }
}

/** 409: the email is already in use. */
export class ConflictError extends PromptCrafterAPIError {
  static {
    brand(this, 'ConflictError');
  }
}

/** 415: the server did not take the request for JSON. */
export class UnsupportedMediaTypeError extends PromptCrafterAPIError {
  static {
    brand(this, 'UnsupportedMediaTypeError');
  }
}

/** 429: too many requests; `retryAfter` says how many milliseconds to wait, if the server did. */
export class RateLimitError extends PromptCrafterAPIError {
  static {
    brand(this, 'RateLimitError');
  }
}

/** 5xx: the server, or the platform in front of it, failed. */
export class ServerError extends PromptCrafterAPIError {
  static {
    brand(this, 'ServerError');
  }
}

/** No usable answer came: refused, unknown host, reset, cut off, redirected. */
export class PromptCrafterConnectionError extends PromptCrafterError {
  static {
    brand(this, 'PromptCrafterConnectionError');
  }
}

/** The deadline passed (`timeout`), or the last attempt took too long (`attemptTimeout`). */
export class PromptCrafterTimeoutError extends PromptCrafterConnectionError {
  static {
    brand(this, 'PromptCrafterTimeoutError');
  }
}

/** Refused before anything was sent; `issues` say which field and why. */
export class PromptCrafterValidationError extends PromptCrafterError {
  static {
    brand(this, 'PromptCrafterValidationError');
  }
  /** What is wrong, field by field, without the values. */
  declare readonly issues: readonly ErrorIssue[];
}

/** The API answered with success, but the body is not what it documents; `body` is cut short. */
export class PromptCrafterResponseError extends PromptCrafterError {
  static {
    brand(this, 'PromptCrafterResponseError');
  }
  /** What is wrong, field by field, without the values. */
  declare readonly issues: readonly ErrorIssue[];
}
