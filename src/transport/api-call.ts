import type { FetchFunction, WireRequest } from './http.ts';
import type { Reporter } from './logger.ts';
import type { Path } from './path.ts';

/** What checks a value: a zod schema, as far as the transport knows one. */
export interface Schema<T> {
  safeParse(
    value: unknown,
  ):
    | { readonly success: true; readonly data: T }
    | { readonly success: false; readonly error: { readonly issues: readonly SchemaIssue[] } };
}

/** One thing that a schema finds wrong. */
export interface SchemaIssue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/**
 * What a call leaves on the server: nothing, the same however often it is sent, or something
 * more each time.
 */
export type Effect = 'none' | 'repeatable' | 'once';

/** One operation of the API, as the transport sees it. */
export interface ApiCall<T> {
  /** For messages: `create log`. */
  readonly action: string;
  readonly method: WireRequest['method'];
  readonly path: Path;
  readonly effect: Effect;
  /** What is sent as JSON, once its schema has let it through. */
  readonly input?: { readonly schema: Schema<unknown>; readonly value: unknown };
  /** Checks the answer; without it nobody looks at the answer's body. */
  readonly output?: Schema<T>;
  /** Whether it goes without a token, since it is about getting one. */
  readonly anonymous?: boolean;
  /** What it sends beside the token and must not be shown. */
  readonly secrets?: readonly unknown[];
}

/** What holds for all calls of a client. */
export interface TransportSettings {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  /** Whether a token or a password may be sent there. */
  readonly mayCarrySecrets: boolean;
  /** The platform's, at the time of the call, where the user gave none. */
  readonly fetch: FetchFunction | undefined;
  readonly report: Reporter;
}

/** What holds for one call. */
export interface CallSettings {
  readonly signal: AbortSignal | undefined;
  /** Milliseconds for the whole call. */
  readonly timeout: number;
  /** Milliseconds for one attempt. */
  readonly attemptTimeout: number;
  /** Attempts after the first. */
  readonly maxRetries: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
}
