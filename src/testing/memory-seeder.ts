import type { MemoryStore } from '../api/memory-store.ts';
import { toPasswordForm } from '../api/passwords.ts';
import {
  assertSeeded,
  planSeed,
  type SeedBase,
  type SeedOptions,
  throwUnknownUser,
} from '../api/plan-seed.ts';
import type { UserRecord } from '../api/records.ts';
import type { Seed, Seeded } from '../api/seed.ts';

/** Puts records into a store in memory, at once. */
export interface MemorySeeder {
  /** Adds all of the seed or, when it throws, nothing. */
  seed(seed: Seed): Seeded;
  /** By id or email, else the first user, who is created when there is none. */
  resolveUser(idOrEmail?: string): UserRecord;
}

export function createMemorySeeder(
  store: MemoryStore,
  options: Pick<SeedOptions, 'now' | 'createId'>,
): MemorySeeder {
  const findUser = (idOrEmail: string) =>
    store.findUser(idOrEmail) ?? store.findUserByEmail(idOrEmail);
  const base: SeedBase = { ...store, findUser };

  function seed(given: Seed): Seeded {
    const plan = planSeed(given, base, { ...options, createPassword: () => 'test-password' });
    const users = plan.users.map(({ password, ...user }) => ({
      user,
      passwordHash: toPasswordForm(password),
    }));
    assertSeeded(store.addAll({ users, prompts: plan.prompts, logs: plan.logs }), plan);
    return plan.seeded;
  }

  return {
    seed,
    resolveUser(idOrEmail) {
      if (idOrEmail !== undefined) return findUser(idOrEmail) ?? throwUnknownUser(idOrEmail);
      return (
        store.findFirstUser() ?? (seed({ users: [{}] }) as Seeded<{ users: [object] }>).users[0]
      );
    },
  };
}
