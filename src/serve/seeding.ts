import type { Passwords } from '../api/passwords.ts';
import { assertSeeded, type SeedOptions, throwUnknownUser } from '../api/plan-seed.ts';
import { findUser, prepareSeed } from '../api/prepare-seed.ts';
import type { Seed, Seeded } from '../api/seed.ts';
import type { DataStore } from './data-store.ts';

/** Puts records into a database without the checks of the API. */
export interface Seeding {
  /** Adds all of the records or none. */
  seed<const S extends Seed>(seed: S): Promise<Seeded<S>>;
  /** The same, once for each database; returns the id of the user whom a token is for. */
  seedOnce(readSeed: () => Seed): Promise<string>;
  /** The user with this id or email, else the first, who is created if need be. */
  resolveUserId(idOrEmail?: string): Promise<string>;
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
      if (known !== undefined) return known;
      const given = readSeed();
      const hasUsers = (given.users ?? []).length > 0;
      const first = hasUsers ? undefined : await store.findFirstUser();
      const whole = hasUsers || first ? given : { ...given, users: [{}] };
      const { plan, records } = await prepareSeed(whole, store, passwords, options);
      const value = first?._id ?? plan.users[0]?._id ?? '';
      const refusal = await store.addAllOnce({ name: seededUser, value }, records);
      // Another server on this database was faster.
      if (refusal === 'done') return (await store.readSetting(seededUser)) ?? '';
      assertSeeded(refusal, plan);
      return value;
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
