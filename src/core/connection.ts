import type { CreateLogInput, Log } from './schemas/log.ts';

/** The severity of an event for the client's logger. */
export type ReportLevel = 'debug' | 'info' | 'warn' | 'error';

/** What bounds a list of {@link ClientConnection.listLogs}. */
export interface ListOptions {
  /** Ends the list, which then rejects with the signal's own reason. */
  readonly signal?: AbortSignal | undefined;
}

/** What a room needs of the server's clock. */
export interface ConnectionClock {
  /** Whether the server's time is known from an answer. */
  readonly isKnown: boolean;
  /** The earliest time that a record can bear which was sent at a moment of `performance.now()`. */
  resolveEarliest(sentAt: number): number;
  /** Whether a record of this time can have been created since a moment of `performance.now()`. */
  judge(createdAt: string, since: number): 'new' | 'old' | 'unsure';
}

/**
 * Which stored records the calls of a client have received, so that two that send the same never
 * receive one record.
 */
export interface ConnectionClaims {
  /**
   * Remembers what was received since a moment. `since` returns that moment, as
   * `performance.now()`, whenever it is called; `Infinity` for none. Returns a function that ends this.
   */
  keep(since: () => number): () => void;
  /**
   * Returns a function that says whether an attempt that is under way now, and sends this same log,
   * still is. Not a promise: in workerd one request must not await a promise of another.
   */
  watchSame(input: CreateLogInput): () => boolean;
  /** Takes a stored record for the caller; `false` if a call of this client has received it. */
  take(record: Pick<Log, '_id' | 'createdAt'>): boolean;
  /** Whether this client has deleted a record lately: a whole list need not hold it then. */
  wasDeleted(id: string): boolean;
}

/**
 * What a program that sends on its own, such as a queue, needs of a client beside its methods. A
 * client has it as `client.connection`. A stand-in for a client, in a test, can bring its own.
 */
export interface ClientConnection {
  /** Where the API is, without a slash at its end. */
  readonly baseUrl: string;
  /** Whether the client knows its token, or that it has none, without asking a token function. */
  readonly hasToken: boolean;
  /** The `sub` of the present token; `undefined` if it names none, or is not known yet. */
  readonly account: string | undefined;
  /** The server's clock, as far as the answers to this client tell it. */
  readonly clock: ConnectionClock;
  /** What calls of this client have received. */
  readonly claims: ConnectionClaims;
  /** Passes an event to the client's logger, if there is one and its level allows it. Never throws. */
  report(level: ReportLevel, message: string, event: object): void;
  /** Calls the token function if the token is not known. Rejects with what the function throws. */
  requestToken(): Promise<void>;
  /** Forgets a refused token and calls the function again; does nothing without a function. */
  renewToken(): Promise<void>;
  /**
   * Calls a function whenever the client gets another token by `setToken` or a login, but not when a
   * token function returns one. Returns a function that ends this.
   */
  onToken(listener: () => void): () => void;
  /**
   * The logs of a prompt as the API sends them, unchecked, as they arrive: one request, which is
   * not repeated. It rejects as the client's methods do, with a 404 where there are none, and also
   * where the answer says of itself that it is not the whole list.
   */
  listLogs(promptId: string, options?: ListOptions): AsyncIterable<unknown>;
  /** Creates a log in one request that outlives the page (`keepalive`), which is not repeated. */
  createLogKeepalive(input: CreateLogInput): Promise<Log>;
}
