import { randomBytes } from 'node:crypto';
import { type App, createApp } from '../api/app.ts';
import type { RecordKind } from '../api/records.ts';
import { createSeeder, type Seed, type Seeded } from '../api/seed.ts';
import { createTokens } from '../api/tokens.ts';
import { inMemory, openDatabase } from './node-database.ts';
import { createScryptPasswords } from './node-passwords.ts';
import { createSqliteStore } from './node-sqlite-store.ts';
import { createTables, type Tables } from './node-tables.ts';
import { createWriteGroups } from './node-write-groups.ts';

export interface BackendOptions {
  /** @defaultValue the data is in memory */
  readonly file?: string | undefined;
  /** Is told what went wrong where nobody is to blame but this program or this machine. */
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
  readonly tables: Tables;
  /** Puts records in place, all of them or none. */
  seed<const S extends Seed>(seed: S): Seeded<S>;
  /** The same, once for each database; gives the id of the first user. */
  seedOnce(readSeed: () => Seed): string;
  /** A fresh token of a user, by id or email; else of the first, who is created if need be. */
  token(user?: string): Promise<string>;
  close(): Promise<void>;
}

const day = 24 * 60 * 60 * 1000;

/**
 * Opens the data and the API that serves it.
 *
 * @throws {@link ServeError} when the data file cannot be used.
 */
export function openBackend(options: BackendOptions = {}): Backend {
  const { now = Date.now, report = () => {}, createId = () => createRandomId(now()) } = options;
  const database = openDatabase(options.file ?? inMemory);
  const tables = createTables(database);
  const writeGroups = createWriteGroups(database);
  const store = createSqliteStore(tables, writeGroups, report);
  const passwords = createScryptPasswords(options.passwordCost);
  const lifetime = options.tokenLifetime ?? day;
  const tokens = createTokens({ secret: resolveSecret(tables), lifetime, now });
  const seeder = createSeeder({
    store: tables,
    addUser: (user, password) => tables.addUser(user, passwords.hashNow(password)),
    now,
    createId,
  });

  function changeAtOnce<T>(change: () => T): T {
    // Works also where a transaction is open already.
    database.exec('SAVEPOINT change');
    try {
      return change();
    } catch (error) {
      database.exec('ROLLBACK TO change');
      throw error;
    } finally {
      database.exec('RELEASE change');
    }
  }

  return {
    app: createApp({ store, tokens, passwords, now, createId, report }),
    tables,
    seed: <const S extends Seed>(seed: S) => changeAtOnce(() => seeder.seed(seed) as Seeded<S>),
    seedOnce(readSeed) {
      const known = tables.readSetting('seeded_user');
      if (known !== undefined) return known;
      const seed = readSeed();
      return changeAtOnce(() => {
        const [user = seeder.resolveUser()] = seeder.seed(seed).users;
        tables.writeSetting('seeded_user', user._id);
        return user._id;
      });
    },
    token: (user) => tokens.create(seeder.resolveUser(user)._id),
    async close() {
      store.close();
      await writeGroups.settle();
      database.close();
    },
  };
}

/** Stays with the data, so that tokens outlive the process. */
function resolveSecret(tables: Tables): string {
  const known = tables.readSetting('token_secret');
  if (known !== undefined) return known;
  const secret = randomBytes(32).toString('hex');
  tables.writeSetting('token_secret', secret);
  return secret;
}

/** Nobody guesses one, and those of one time stand together in an index. */
function createRandomId(now: number): string {
  const seconds = Math.floor(now / 1000);
  return `${seconds.toString(16).padStart(8, '0')}${randomBytes(8).toString('hex')}`;
}
