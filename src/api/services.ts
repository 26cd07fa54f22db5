import type { Context, Handler } from 'hono';
import type { OperationName } from '../core/operations.ts';
import type { Passwords } from './passwords.ts';
import type { RecordKind, UserRecord } from './records.ts';
import type { Store } from './store.ts';
import type { Tokens } from './tokens.ts';

/** An attempt to log in. */
export interface LoginAttempt {
  /** The email as {@link toEmailKey} has it. */
  readonly account: string;
  readonly address: string | undefined;
}

/** Limits guesses at passwords. */
export interface LoginThrottle {
  /** Milliseconds until this attempt may be made; 0 for now. */
  readWait(attempt: LoginAttempt): number;
  noteFailure(attempt: LoginAttempt): void;
  noteSuccess(attempt: LoginAttempt): void;
}

/** What the routes work with. */
export interface Services {
  readonly store: Store;
  readonly tokens: Tokens;
  readonly passwords: Passwords;
  /** @defaultValue none: the attempts to log in are not limited */
  readonly throttle?: LoginThrottle;
  /** The clock, in milliseconds. */
  readonly now: () => number;
  readonly createId: (kind: RecordKind) => string;
  /** Gets the error behind an answer with 500. */
  readonly report?: (error: unknown) => void;
}

/** What is known of the client that sent a request. */
export interface Client {
  readonly address?: string | undefined;
}

/** Whoever sent a request with a good token. */
export interface Caller {
  readonly id: string;
  /** @throws {@link ApiError} when the user is gone. */
  find(): Promise<UserRecord>;
}

export interface RouteEnv {
  Bindings: Client;
  Variables: { caller: Caller; user: UserRecord };
}

export type RouteContext = Context<RouteEnv>;

export type RouteHandlers<Name extends OperationName> = Record<Name, Handler<RouteEnv>>;

/** Stops a request whose new id is taken: only a `createId` that repeats itself can do that. */
export function assertAdded(isAdded: boolean, id: string): void {
  if (!isAdded) throw new Error(`Failed to add a record: the id ${id} is taken.`);
}
