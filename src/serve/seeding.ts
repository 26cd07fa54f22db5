import type { Passwords } from '../api/passwords.ts';
import { assertSeeded, type SeedOptions, throwUnknownUser } from '../api/plan-seed.ts';
import { findUser, prepareSeed } from '../api/prepare-seed.ts';
import type { Seed, Seeded, SeededUser } from '../api/seed.ts';
import type { DataStore } from './data-store.ts';

/** Puts records into a database without the checks of the API. */
export interface Seeding {
  /** Adds all of the records or none. */
  seed<const S extends Seed>(seed: S): Promise<Seeded<S>>;
  /** The same, once for each database. */
  seedOnce(readSeed: () => Seed): Promise<FirstSeed>;
  /** The user with this id or email, else the first, who is created if need be. */
  resolveUserId(idOrEmail?: string): Promise<string>;
}

export interface FirstSeed {
  /** The user whom a token is for. */
  readonly userId: string;
  /** The users whose passwords were generated just now, to be printed. */
  readonly newLogins: readonly SeededUser[];
}

/** The setting that says that a database is seeded, and for whom. */
const seededUser = 'seeded_user';

export function createSeeding(
  store: DataStore,
  passwords: Passwords,
  options: SeedOptions,
): Seeding {
  async function seed<const S extends Seed>(given: S): Promise<Seeded<S>> {
    const { plan, records } = await prepareSeed(given, store, passwords, options);
    assertSeeded(await store.addAll(records), plan);
    return plan.seeded as Seeded<S>;
  }

  return {
    seed,
    async seedOnce(readSeed) {
      const known = await store.readSetting(seededUser);
      if (known !== undefined) return { userId: known, newLogins: [] };
      const given = readSeed();
      const hasUsers = (given.users ?? []).length > 0;
      const first = hasUsers ? undefined : await store.findFirstUser();
      const whole = hasUsers || first ? given : { ...given, users: [{}] };
      const madeUp = new Set<string>();
      const createPassword = () => {
        const password = options.createPassword();
        madeUp.add(password);
        return password;
      };
      const { plan, records } = await prepareSeed(whole, store, passwords, {
        ...options,
        createPassword,
      });
      const value = first?._id ?? plan.users[0]?._id ?? '';
      const refusal = await store.addAllOnce({ name: seededUser, value }, records);
      // Another server on this database was faster.
      if (refusal === 'done') {
        return { userId: (await store.readSetting(seededUser)) ?? '', newLogins: [] };
      }
      assertSeeded(refusal, plan);
      return { userId: value, newLogins: plan.users.filter((user) => madeUp.has(user.password)) };
    },
    async resolveUserId(idOrEmail) {
      if (idOrEmail !== undefined) {
        return ((await findUser(store, idOrEmail)) ?? throwUnknownUser(idOrEmail))._id;
      }
      const first = await store.findFirstUser();
      return (first ?? (await seed({ users: [{}] })).users[0])._id;
    },
  };
}
