import type { CreateLogInput, Log } from './schemas/log.ts';

/** How bad it is what a client's logger is told. */
export type ReportLevel = 'debug' | 'info' | 'warn' | 'error';

/** What bounds a list of {@link ClientConnection.listLogs}. */
export interface ListOptions {
  /** Ends the list, which then rejects with the signal's own reason. */
  readonly signal?: AbortSignal | undefined;
}

/** What of the server's clock a room needs. */
export interface ConnectionClock {
  /** Whether an answer of the server has told its time. */
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
   * Keeps what is received from a moment of `performance.now()` on from being forgotten: that
   * which `since` names whenever it is asked, `Infinity` for none. Gives a function that ends it.
   */
  keep(since: () => number): () => void;
  /**
   * Gives a function that says whether any of the attempts that are under way now and send this
   * same log still is. No promise: in workerd a request must not wait for another one's.
   */
  watchSame(input: CreateLogInput): () => boolean;
  /** Takes a stored record for the caller; `false` if a call of this client has received it. */
  take(record: Pick<Log, '_id' | 'createdAt'>): boolean;
  /** Whether this client has deleted a record lately, which a list need not hold then. */
  wasDeleted(id: string): boolean;
}

/**
 * What a room that sends on its own needs of a client beside its methods. A client gives it as
 * `client.connection`; whoever stands in for a client in a test can give one by hand.
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
  /** Tells the client's logger, if it has one and its level lets it through. Never throws. */
  report(level: ReportLevel, message: string, event: object): void;
  /** Asks a token function if the token is not known. Rejects with what the function failed with. */
  requestToken(): Promise<void>;
  /** Forgets a token that was refused and asks the function again; without one it does nothing. */
  renewToken(): Promise<void>;
  /**
   * Calls a function whenever the client is given another token, by `setToken` or a login; not when
   * a token function answers, which is asked by each call that needs it. Gives a function that ends
   * it.
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
