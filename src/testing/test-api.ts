import type { FetchFunction } from './fetch-face.ts';
import type { Listener, ListenOptions } from './listener.ts';
import type { RecordedRequest } from './recorded-request.ts';
import type { LogRecord, PromptRecord, RecordKind } from './records.ts';
import type { Seed, Seeded } from './seed.ts';

export interface TestApiOptions {
  /**
   * The API's clock in milliseconds: timestamps, `Date` headers and the age of tokens follow it.
   * @defaultValue `Date.now`
   */
  readonly now?: () => number;
  /**
   * Makes the id of a new record.
   * @defaultValue counters: `prompt101`, `prompt102`, `log101`, …
   */
  readonly createId?: (kind: RecordKind) => string;
  /**
   * What every path of the API begins with, for a client whose `baseUrl` has a path.
   * @defaultValue none
   */
  readonly basePath?: string;
  /**
   * The secret that signs the tokens.
   * @defaultValue a fixed one
   */
  readonly secret?: string;
  /**
   * How long a token is good for, in milliseconds.
   * @defaultValue one hour
   */
  readonly tokenLifetime?: number;
}

/** A PromptCrafter API in memory, for the tests of programs that use the client. */
export interface TestApi {
  /**
   * The API as a `fetch` function, for the client's `fetch` option. Any origin will do.
   * @example
   * ```ts
   * const client = new PromptCrafterClient({ fetch: api.fetch, token: () => api.token() });
   * ```
   */
  readonly fetch: FetchFunction;
  /**
   * Opens the API on a real socket of this machine (Node, Deno and Bun).
   * @example
   * ```ts
   * await using server = await api.listen();
   * const client = new PromptCrafterClient({ baseUrl: server.url });
   * ```
   */
  listen(options?: ListenOptions): Promise<Listener>;
  /**
   * Puts users, prompts and logs in place and gives back what was stored.
   * @example
   * ```ts
   * const { prompts } = api.seed({ prompts: [{ title: 'Summary' }], logs: [{ score: 8 }] });
   * ```
   */
  seed(seed: Seed): Seeded;
  /**
   * A fresh token of a user, by id or email.
   * Without one, of the first user, who is created when there is none.
   */
  token(user?: string): Promise<string>;
  /**
   * Lets a literal text pass for a user's token, such as the placeholder of a published script.
   * @example
   * ```ts
   * api.acceptToken('your-jwt-goes-here');
   * ```
   */
  acceptToken(token: string, user?: string): void;
  /** Every prompt that is stored now, oldest first, whoever owns it. */
  readonly prompts: readonly PromptRecord[];
  /** Every log that is stored now, oldest first, whoever owns it. */
  readonly logs: readonly LogRecord[];
  /** Every request that has arrived, oldest first; the preflights of browsers are left out. */
  readonly requests: readonly RecordedRequest[];
  /** Makes everything as new: records, requests, accepted tokens and the ids to come. */
  reset(): void;
}
