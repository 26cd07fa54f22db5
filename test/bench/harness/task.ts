/** What the benchmark needs of a client; without a method it takes no part in what needs it. */
export interface BenchClient {
  createLog(log: object): Promise<{ _id: string; output: string }>;
  getLogs?(promptId: string): Promise<{ output: string }[]>;
  createLogs?(logs: Iterable<object>, concurrency: number): Promise<unknown>;
  iterateLogs?(promptId: string): AsyncIterable<{ output: string }>;
}

/** What a client is to do. */
export type Task =
  | { readonly kind: 'post' | 'heap'; readonly calls: number }
  | { readonly kind: 'flight' | 'bulk'; readonly calls: number; readonly inFlight: number }
  | { readonly kind: 'get' | 'iterate'; readonly calls: number; readonly size: number };

/** What a client is asked: to do something, or what it can do. */
export type Question = Task | { readonly kind: 'abilities' };

/** What it took: microseconds for all calls together. */
export interface Measured {
  readonly wall: number;
  readonly cpu: number;
  /** Bytes a call, or at most, where they are what is measured. */
  readonly bytes?: number;
  /** What the client can do. */
  readonly abilities?: readonly string[];
}
