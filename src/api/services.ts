import type { Context, Handler } from 'hono';
import type { OperationName } from '../core/operations.ts';
import type { Passwords } from './passwords.ts';
import type { RecordKind, UserRecord } from './records.ts';
import type { Store } from './store.ts';
import type { Tokens } from './tokens.ts';

/** What the routes work with. */
export interface Services {
  readonly store: Store;
  readonly tokens: Tokens;
  readonly passwords: Passwords;
  /** The clock, in milliseconds. */
  readonly now: () => number;
  readonly createId: (kind: RecordKind) => string;
  /** Is told what went wrong where the answer is a 500. */
  readonly report?: (error: unknown) => void;
}

export interface RouteEnv {
  Variables: { user: UserRecord };
}

export type RouteContext = Context<RouteEnv>;

export type RouteHandlers<Name extends OperationName> = Record<Name, Handler<RouteEnv>>;

/** Stops a request whose new id is taken: only a `createId` that repeats itself can do that. */
export function assertAdded(isAdded: boolean, id: string): void {
  if (!isAdded) throw new Error(`Failed to add a record: the id ${id} is taken.`);
}
