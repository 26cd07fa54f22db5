/** What a hook gets: the attempt around which it runs. */
export interface AttemptEvent {
  /** What is sent. It carries the token: do not log its headers. */
  readonly request: Request;
  /** HTTP method of the call. */
  readonly method: string;
  /** Path template of the call, without ids: `/prompts/{id}`. */
  readonly route: string;
  /** Which request of the call it is, from 1 on; looks after lost answers count. */
  readonly attempt: number;
}

/** What `afterResponse` gets. */
export interface ResponseEvent extends AttemptEvent {
  /** What was answered. A hook may read the body: the client still gets all of it. */
  readonly response: Response;
}

/** What a hook returns: a replacement for what it was given, or nothing. */
// biome-ignore lint/suspicious/noConfusingVoidType: a hook that only looks returns nothing
export type HookResult<T> = T | undefined | void | Promise<T | undefined | void>;

/**
 * Functions that run around every attempt, within its `attemptTimeout`: for a trace header, a rate
 * limit, a metric. If one throws, the call rejects with a {@link PromptCrafterError}, with its `cause`.
 *
 * @example
 * ```ts
 * const client = new PromptCrafterClient({
 *   hooks: {
 *     beforeRequest: ({ request }) => request.headers.set('traceparent', '00-4bf92f35-00f067aa-01'),
 *   },
 * });
 * ```
 */
export interface Hooks {
  /** Runs before an attempt; may change the headers of the request, or return another request. */
  beforeRequest?: ((event: AttemptEvent) => HookResult<Request>) | undefined;
  /** Runs after an answer has begun; may return another response. */
  afterResponse?: ((event: ResponseEvent) => HookResult<Response>) | undefined;
}
