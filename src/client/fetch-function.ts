/**
 * An `AbortSignal`, as loosely typed as node-fetch 2 wants it: with `exactOptionalPropertyTypes`
 * the platform's type would not do for it.
 */
export type FetchSignal = AbortSignal & {
  onabort: Listener | null;
  addEventListener(type: 'abort', listener: Listener, options?: ListenerOptions): void;
  removeEventListener(type: 'abort', listener: Listener, options?: ListenerOptions): void;
};

type Listener = (event: Event) => unknown;
type ListenerOptions = boolean | { [name in 'capture' | 'once' | 'passive']?: boolean | undefined };

/** What the client passes to `fetch`: only what every platform knows. */
export interface FetchInit {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
  /** A redirect could carry the token, or a password, to another host. */
  readonly redirect: 'manual';
  readonly signal: FetchSignal;
  /** Set for a request that must outlive its page. */
  readonly keepalive?: boolean;
}

/**
 * What the client needs of the answer. Any `Response` has it; those of node-fetch, cross-fetch and
 * React Native, whose `body` is no web stream, do too.
 */
export interface FetchResponse {
  readonly status: number;
  readonly type?: string;
  readonly headers: { get(name: string): string | null };
  readonly body?: unknown;
  text(): Promise<string>;
}

/** Any fetch-compatible function. */
export type FetchFunction = (url: string, init: FetchInit) => Promise<FetchResponse>;
