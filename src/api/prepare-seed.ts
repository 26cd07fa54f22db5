import { type Passwords, toPasswordForm } from './passwords.ts';
import { planSeed, type SeedBase, type SeedOptions, type SeedPlan } from './plan-seed.ts';
import type { PromptRecord, UserRecord } from './records.ts';
import type { Seed } from './seed.ts';
import type { NewRecords, Store } from './store.ts';

export interface PreparedSeed {
  readonly plan: SeedPlan;
  /** What to give to the store's `addAll`. */
  readonly records: NewRecords;
}

/** Works out what a seed adds to a store, wherever that is. */
export async function prepareSeed(
  seed: Seed,
  store: Store,
  passwords: Passwords,
  options: SeedOptions,
): Promise<PreparedSeed> {
  const plan = planSeed(seed, await loadSeedBase(seed, store), options);
  const users = await Promise.all(
    plan.users.map(async ({ password, ...user }) => ({
      user,
      passwordHash: await passwords.hash(toPasswordForm(password)),
    })),
  );
  return { plan, records: { users, prompts: plan.prompts, logs: plan.logs } };
}

/** Reads beforehand what the seed refers to, so that the plan itself can be made at once. */
async function loadSeedBase({ prompts = [], logs = [] }: Seed, store: Store): Promise<SeedBase> {
  const users = new Map<string, UserRecord | undefined>();
  for (const idOrEmail of new Set(prompts.map(({ ownerId }) => ownerId))) {
    if (idOrEmail !== undefined) users.set(idOrEmail, await findUser(store, idOrEmail));
  }
  const promptsById = new Map<string, PromptRecord | undefined>();
  for (const id of new Set(logs.map(({ promptId }) => promptId))) {
    if (id !== undefined) promptsById.set(id, await store.findPrompt(id));
  }
  const [firstUser, firstPrompt] = [await store.findFirstUser(), await store.findFirstPrompt()];
  return {
    findUser: (idOrEmail) => users.get(idOrEmail),
    findFirstUser: () => firstUser,
    findPrompt: (id) => promptsById.get(id),
    findFirstPrompt: () => firstPrompt,
  };
}

export async function findUser(store: Store, idOrEmail: string): Promise<UserRecord | undefined> {
  return (await store.findUser(idOrEmail)) ?? (await store.findUserByEmail(idOrEmail));
}
