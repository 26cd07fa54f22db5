/** Where a test API listens. */
export interface ListenOptions {
  /** @defaultValue a free port */
  readonly port?: number;
  /** @defaultValue `127.0.0.1`: nothing outside this machine gets in */
  readonly host?: string;
}

/** A test API that listens on a socket. */
export interface Listener {
  /** The client's `baseUrl`, as `http://127.0.0.1:49152`. */
  readonly url: string;
  readonly port: number;
  /** Ends every open connection at once and stops listening. */
  close(): Promise<void>;
  /** The same as `close`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}
