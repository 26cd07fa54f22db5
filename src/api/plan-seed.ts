import { toEmailKey } from './email-key.ts';
import { isStorableId } from './ids.ts';
import type { LogRecord, PromptRecord, RecordKind, UserRecord } from './records.ts';
import type { Seed, Seeded, SeededUser, SeedLog, SeedPrompt, SeedUser } from './seed.ts';
import type { Refusal } from './store.ts';

/** What a seed can refer to of what is stored already. */
export interface SeedBase {
  findUser(idOrEmail: string): UserRecord | undefined;
  findFirstUser(): UserRecord | undefined;
  findPrompt(id: string): PromptRecord | undefined;
  findFirstPrompt(): PromptRecord | undefined;
}

export interface SeedOptions {
  readonly now: () => number;
  /** `isTaken` knows the ids of this seed; the caller knows those that are stored. */
  readonly createId: (kind: RecordKind, isTaken: (id: string) => boolean) => string;
  /** Makes the password of a user who is given none. */
  readonly createPassword: () => string;
}

/** The records that a seed adds. */
export interface SeedPlan {
  /** All of them, with those that the seed needs and does not name. */
  readonly users: readonly SeededUser[];
  readonly prompts: readonly PromptRecord[];
  readonly logs: readonly LogRecord[];
  /** Those that the seed names, in its order. */
  readonly seeded: Seeded;
}

/**
 * Works out the records of a seed, without storing anything. The API's own checks are left out on
 * purpose: a test may want records that no client could create.
 *
 * @throws an `Error` when the seed refers to what is not there, or uses an id or an email twice.
 */
export function planSeed(seed: Seed, base: SeedBase, options: SeedOptions): SeedPlan {
  checkSeed(seed);
  const users = new Map<string, SeededUser>();
  const usersByEmail = new Map<string, SeededUser>();
  const prompts = new Map<string, PromptRecord>();
  const logs = new Map<string, LogRecord>();
  const planned = { user: users, prompt: prompts, log: logs };
  const named = {
    user: toIds(seed.users),
    prompt: toIds(seed.prompts),
    log: toIds(seed.logs),
  };
  const timestamp = () => new Date(options.now()).toISOString();

  function toId(kind: RecordKind, given: string | undefined): string {
    const isTaken = (id: string) => planned[kind].has(id) || named[kind].has(id);
    const _id = given ?? options.createId(kind, isTaken);
    if (!isStorableId(_id)) throwSeedError(kind, `the id ${JSON.stringify(_id)} is malformed`);
    return _id;
  }

  function planUser({ password = options.createPassword(), ...fields }: SeedUser): SeededUser {
    const _id = toId('user', fields._id);
    const { name = 'Test User', email = `${_id}@example.com` } = fields;
    const user = { _id, name, email, createdAt: timestamp(), password };
    if (users.has(_id) || usersByEmail.has(toEmailKey(email))) throwTaken(user);
    users.set(_id, user);
    usersByEmail.set(toEmailKey(email), user);
    return user;
  }

  function planPrompt({ _id: id, ownerId, ...fields }: SeedPrompt): PromptRecord {
    const owner = resolveUser(ownerId);
    const _id = toId('prompt', id);
    if (prompts.has(_id)) throwSeedError('prompt', `the id ${_id} is taken`);
    const createdAt = fields.createdAt ?? timestamp();
    const prompt: PromptRecord = {
      _id,
      ownerId: owner._id,
      title: `Prompt ${_id}`,
      content: 'Explain the Industrial Revolution to a ten-year-old.',
      model: 'gpt-4o',
      ...fields,
      createdAt,
      updatedAt: fields.updatedAt ?? createdAt,
    };
    prompts.set(_id, prompt);
    return prompt;
  }

  function planLog({ _id: id, promptId, ...fields }: SeedLog): LogRecord {
    const prompt = resolvePrompt(promptId);
    const _id = toId('log', id);
    if (logs.has(_id)) throwSeedError('log', `the id ${_id} is taken`);
    const log: LogRecord = {
      _id,
      promptId: prompt._id,
      output: 'Machines began to do work that people had done by hand.',
      modelUsed: prompt.model,
      ...fields,
      createdAt: fields.createdAt ?? timestamp(),
    };
    logs.set(_id, log);
    return log;
  }

  function resolveUser(idOrEmail?: string): UserRecord {
    if (idOrEmail === undefined) {
      return base.findFirstUser() ?? getFirst(users) ?? planUser({});
    }
    const planned = users.get(idOrEmail) ?? usersByEmail.get(toEmailKey(idOrEmail));
    return planned ?? base.findUser(idOrEmail) ?? throwUnknownUser(idOrEmail);
  }

  function resolvePrompt(id?: string): PromptRecord {
    if (id === undefined) return base.findFirstPrompt() ?? getFirst(prompts) ?? planPrompt({});
    const prompt = prompts.get(id) ?? base.findPrompt(id);
    return prompt ?? throwSeedError('log', `there is no prompt ${id}`);
  }

  const seeded = {
    users: (seed.users ?? []).map(planUser),
    prompts: (seed.prompts ?? []).map(planPrompt),
    logs: (seed.logs ?? []).map(planLog),
  };
  return {
    users: [...users.values()],
    prompts: [...prompts.values()],
    logs: [...logs.values()],
    seeded,
  };
}

/** A misspelt name would seed nothing, without an error. */
function checkSeed(seed: Seed): void {
  const isObject = (value: unknown) => typeof value === 'object' && value !== null;
  const entries: [string, unknown][] = isObject(seed) ? Object.entries(seed) : [['seed', seed]];
  for (const [name, records] of entries) {
    const isKnown = name === 'users' || name === 'prompts' || name === 'logs';
    const isList = Array.isArray(records) && records.every(isObject);
    if (isKnown && (isList || records === undefined)) continue;
    const reason = isKnown ? `${name} is no array of objects` : `there are no ${name}`;
    throw new TypeError(`Failed to seed: ${reason}. Give { users: [], prompts: [], logs: [] }.`);
  }
}

/** Says which record of a plan the store refused. */
export function assertSeeded(refusal: Refusal | undefined, { users }: SeedPlan): void {
  if (!refusal) return;
  const user = refusal.kind === 'user' && users.find(({ _id }) => _id === refusal.id);
  if (user) throwTaken(user);
  throwSeedError(refusal.kind, `the id ${refusal.id} is taken`);
}

export function throwUnknownUser(idOrEmail: string): never {
  throw new Error(`Failed to find the user ${idOrEmail}: seed the user first.`);
}

function throwTaken({ _id, email }: UserRecord): never {
  throwSeedError('user', `the id ${_id} or the email ${email} is taken`);
}

function throwSeedError(kind: RecordKind, reason: string): never {
  throw new Error(`Failed to seed a ${kind}: ${reason}.`);
}

function toIds(records: readonly { readonly _id?: string }[] = []): Set<string | undefined> {
  return new Set(records.map(({ _id }) => _id));
}

function getFirst<T>(records: ReadonlyMap<string, T>): T | undefined {
  return records.values().next().value;
}
