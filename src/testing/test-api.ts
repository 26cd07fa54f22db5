import type { LogRecord, PromptRecord, RecordKind } from '../api/records.ts';
import type { Seed, Seeded } from '../api/seed.ts';
import type { FailOptions, FailRandomlyOptions } from './fault.ts';
import type { FetchFunction } from './fetch-face.ts';
import type { Listener, ListenOptions } from './listener.ts';
import type { RecordedRequest } from './recorded-request.ts';

/** How a test API differs from the plain one. */
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
  /**
   * The seed of the faults that hit with a `probability`.
   * @defaultValue 1
   */
  readonly seed?: number;
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
  seed<const S extends Seed>(seed: S): Seeded<S>;
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
  /**
   * Lets something go wrong with the next request, or with the next so many of an operation.
   * @example
   * ```ts
   * api.fail({ on: 'createLog', with: 'reset-after-store' });
   * api.fail({ on: ['getLogs', 'getPrompts'], times: 2, with: { status: 503 } });
   * ```
   */
  fail(options: FailOptions): void;
  /**
   * Lets faults hit requests at random, from a seed, so that a run can be repeated.
   * @example
   * ```ts
   * api.failRandomly({ seed: 7, rate: 0.2, faults: ['reset', 'cut-off', { status: 502 }] });
   * ```
   */
  failRandomly(options: FailRandomlyOptions): void;
  /** Takes back every fault that has not hit yet. */
  clearFaults(): void;
  /** Makes everything as new: records, requests, faults, accepted tokens and the ids to come. */
  reset(): void;
}
