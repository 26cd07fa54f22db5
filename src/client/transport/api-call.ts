import type { Reporter } from './logger.ts';
import type { Path } from './path.ts';
import type { FetchFunction, WireRequest } from './send-once.ts';

/** What checks a value, and delivers what is to be used of it. */
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

/** An input as it was sent, whatever its caller has done with it since. */
export type SentInput = Readonly<Record<string, unknown>>;

/** How a create finds out what became of an attempt that failed. */
export interface OnceSettings {
  /** A list that what was sent would be in. */
  readonly list: (sent: SentInput) => Path;
  /** The fields by which it would be known, the optional ones included. */
  readonly fields: readonly string[];
}

/** An error status that means, once an attempt may have been applied, that it was. */
export interface AppliedAnswer<T> {
  readonly status: number;
  readonly value: T;
  /** A call that must succeed before it is believed of what was sent. */
  readonly proof?: (sent: SentInput) => ApiCall<unknown>;
}

/** One operation of the API, as the transport sees it. */
export interface ApiCall<T> {
  /** For messages: `create log`. */
  readonly action: string;
  readonly method: WireRequest['method'];
  readonly path: Path;
  /** Whether it changes anything on the server. */
  readonly changes: boolean;
  /** What is sent as JSON, once its schema has let it through. */
  readonly input?: {
    readonly schema: Schema<object>;
    readonly value: unknown;
  };
  /** Checks the answer; without it the answer may be anything that is JSON, or nothing. */
  readonly output?: Schema<T>;
  /** For what leaves one record more each time that it is sent. */
  readonly once?: OnceSettings;
  /** For what is refused when it is sent again after it was applied. */
  readonly appliedAnswer?: AppliedAnswer<T>;
  /** Whether it goes without a token, since it is about getting one. */
  readonly anonymous?: boolean;
  /** The fields of its input that must not be shown. */
  readonly secretFields?: readonly string[];
}

/** A call whose answer, a list, is delivered record by record as it arrives. */
export interface StreamCall<T> extends ApiCall<unknown> {
  readonly record: Schema<T>;
}

/** What holds for all calls of a client. */
export interface TransportSettings {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  /** Whether a token or a password may be sent there. */
  readonly mayCarrySecrets: boolean;
  /** The platform's, at the time of the call, where the user gave none. */
  readonly fetch: FetchFunction | undefined;
  /** Absent where there is nobody to tell. */
  readonly report: Reporter | undefined;
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
