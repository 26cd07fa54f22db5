import { createApp } from '../api/app.ts';
import { createMemoryStore, type MemoryStore } from '../api/memory-store.ts';
import type { RecordKind } from '../api/records.ts';
import type { Seed, Seeded } from '../api/seed.ts';
import { createTokens } from '../api/tokens.ts';
import { checkPlatform } from './check-platform.ts';
import { createExchange, type Exchange } from './exchange.ts';
import { createFaultQueue } from './fault-queue.ts';
import { createFetch } from './fetch-face.ts';
import { createMemorySeeder } from './memory-seeder.ts';
import { listen } from './node-listener.ts';
import { plainPasswords } from './plain-passwords.ts';
import type { Recording } from './recorded-request.ts';
import type { TestApi, TestApiOptions } from './test-api.ts';

/**
 * Creates a PromptCrafter API in memory. It answers as the published pages say: the same routes,
 * statuses and texts.
 *
 * @example
 * ```ts
 * const api = createTestApi();
 * const { prompts } = api.seed({ prompts: [{ title: 'Summary' }] });
 * const client = new PromptCrafterClient({ fetch: api.fetch, token: await api.token() });
 *
 * await client.createLog({ promptId: prompts[0]._id, output: 'Short.', modelUsed: 'gpt-4o' });
 *
 * expect(api.logs).toHaveLength(1);
 * ```
 */
export function createTestApi(options: TestApiOptions = {}): TestApi {
  checkPlatform();
  // A reset makes a new state; a request that is still under way ends in the old one.
  let state = createState(options);
  const exchange: Exchange = (request, signal) => state.exchange(request, signal);

  return {
    fetch: createFetch(exchange),
    listen: (listenOptions) => listen(exchange, listenOptions),
    seed: <const S extends Seed>(seed: S) => state.seeder.seed(seed) as Seeded<S>,
    token: async (user) => state.tokens.create(state.seeder.resolveUser(user)._id),
    acceptToken(token, user) {
      state.tokens.accept(token, state.seeder.resolveUser(user)._id);
    },
    get prompts() {
      return [...state.store.prompts()];
    },
    get logs() {
      return [...state.store.logs()];
    },
    get requests() {
      return [...state.requests];
    },
    fail: (failOptions) => state.faults.add(failOptions),
    failRandomly: (failOptions) => state.faults.addRandom(failOptions),
    clearFaults: () => state.faults.clear(),
    reset() {
      state = createState(options);
    },
  };
}

function createState(options: TestApiOptions) {
  const { now = () => Date.now(), secret = 'promptcrafter-test-secret' } = options;
  const store = createMemoryStore();
  const createId: CreateId = options.createId ?? createCountedIds(store);
  const tokens = createTokens({ secret, lifetime: options.tokenLifetime ?? 3_600_000, now });
  const faults = createFaultQueue(options.seed ?? 1);
  const requests: Recording[] = [];
  const app = createApp({ store, tokens, passwords: plainPasswords, now, createId });
  const basePath = (options.basePath ?? '').replace(/\/+$/, '');
  return {
    store,
    tokens,
    faults,
    requests,
    seeder: createMemorySeeder(store, { now, createId }),
    exchange: createExchange({ app, basePath, faults, now, requests }),
  };
}

type CreateId = (kind: RecordKind, isTaken?: (id: string) => boolean) => string;

function createCountedIds(store: MemoryStore): CreateId {
  const counts = { user: 100, prompt: 100, log: 100 };
  return (kind, isTaken = () => false) => {
    let id: string;
    do {
      counts[kind] += 1;
      id = `${kind}${counts[kind]}`;
    } while (store.has(kind, id) || isTaken(id));
    return id;
  };
}
