import { randomBytes } from 'node:crypto';
import { type App, createApp } from '../api/app.ts';
import type { RecordKind } from '../api/records.ts';
import { createTokens } from '../api/tokens.ts';
import type { DataStore } from './data-store.ts';
import { createLoginThrottle } from './login-throttle.ts';
import { openStore } from './open-store.ts';
import { createScryptPasswords } from './passwords.ts';
import { createSeeding, type Seeding } from './seeding.ts';
import { withDescription } from './with-description.ts';
import { withHealth } from './with-health.ts';

export interface BackendOptions {
  /**
   * The file with the data, or the URL of a PostgreSQL database.
   * @defaultValue the data is in memory
   */
  readonly data?: string | undefined;
  /** Gets failures of this program or this machine, not those of clients. */
  readonly report?: (error: unknown) => void;
  readonly now?: () => number;
  readonly createId?: (kind: RecordKind) => string;
  /**
   * In milliseconds.
   * @defaultValue a day
   */
  readonly tokenLifetime?: number;
  /** The N of scrypt. */
  readonly passwordCost?: number;
}

/** The API together with the data that it serves. */
export interface Backend {
  readonly app: App;
  readonly store: DataStore;
  readonly seed: Seeding['seed'];
  readonly seedOnce: Seeding['seedOnce'];
  /** A fresh token of a user, by id or email; else of the first, who is created if need be. */
  token(user?: string): Promise<string>;
  close(): Promise<void>;
}

const day = 24 * 60 * 60 * 1000;

/**
 * Opens the data and the API that serves it.
 *
 * @throws {@link ServeError} when the data cannot be used.
 */
export async function openBackend(options: BackendOptions = {}): Promise<Backend> {
  const { now = Date.now, report = () => {}, createId = () => createRandomId(now()) } = options;
  const store = await openStore(options.data, report);
  const passwords = createScryptPasswords(options.passwordCost);
  const lifetime = options.tokenLifetime ?? day;
  const tokens = createTokens({ secret: await resolveSecret(store), lifetime, now });

  const throttle = createLoginThrottle(() => performance.now());
  const app = createApp({ store, tokens, passwords, throttle, now, createId, report });
  const seeding = createSeeding(store, passwords, {
    now,
    createId,
    createPassword: () => randomBytes(12).toString('base64url'),
  });

  return {
    app: withDescription(withHealth(app, store, now), now),
    store,
    seed: seeding.seed,
    seedOnce: seeding.seedOnce,
    token: async (user) => tokens.create(await seeding.resolveUserId(user)),
    close: () => store.close(),
  };
}

/** The secret is stored with the data, so that tokens outlive the process and hold on other instances. */
async function resolveSecret(store: DataStore): Promise<string> {
  try {
    return await store.keepSetting({
      name: 'token_secret',
      value: randomBytes(32).toString('hex'),
    });
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Cannot be guessed. Ids of one time are close together in an index. */
function createRandomId(now: number): string {
  const seconds = Math.floor(now / 1000);
  return `${seconds.toString(16).padStart(8, '0')}${randomBytes(8).toString('hex')}`;
}
