import { isWellFormedId } from './read-request.ts';
import type { LogRecord, PromptRecord, RecordKind, UserRecord } from './records.ts';

/** A user to put into the test API; what is left out is filled in. */
export interface SeedUser {
  readonly _id?: string;
  readonly name?: string;
  /** @defaultValue the id at example.com */
  readonly email?: string;
  /** @defaultValue `test-password` */
  readonly password?: string;
}

/** A prompt to put into the test API; what is left out is filled in, what is extra is kept. */
export interface SeedPrompt extends Partial<Omit<PromptRecord, 'ownerId'>> {
  /**
   * Whose it is, by id or email.
   * @defaultValue the first user, who is created when there is none
   */
  readonly ownerId?: string;
  readonly [extra: string]: unknown;
}

/** A log to put into the test API; what is left out is filled in, what is extra is kept. */
export interface SeedLog extends Partial<Omit<LogRecord, 'promptId'>> {
  /** @defaultValue the first prompt, which is created when there is none */
  readonly promptId?: string;
  readonly [extra: string]: unknown;
}

/** What to put into the test API: first the users, then the prompts, then the logs. */
export interface Seed {
  readonly users?: readonly SeedUser[];
  readonly prompts?: readonly SeedPrompt[];
  readonly logs?: readonly SeedLog[];
}

/** A stored user together with the password to log in with. */
export interface SeededUser extends UserRecord {
  readonly password: string;
}

/** One record for each that was asked for, so that the compiler knows that `prompts[0]` is there. */
type SeededList<List, T> = List extends readonly unknown[]
  ? { readonly [Index in keyof List]: T }
  : readonly T[];

/** What a seed put into the test API, in the order in which it was given. */
export interface Seeded<S extends Seed = Seed> {
  readonly users: SeededList<S['users'], SeededUser>;
  readonly prompts: SeededList<S['prompts'], PromptRecord>;
  readonly logs: SeededList<S['logs'], LogRecord>;
}

/** What a seed needs of a store, which answers at once. */
export interface SeedStore {
  findUser(id: string): UserRecord | undefined;
  findUserByEmail(email: string): UserRecord | undefined;
  addPrompt(prompt: PromptRecord): boolean;
  findPrompt(id: string): PromptRecord | undefined;
  addLog(log: LogRecord): boolean;
  users(): Iterable<UserRecord>;
  prompts(): Iterable<PromptRecord>;
}

export interface SeederOptions {
  readonly store: SeedStore;
  readonly addUser: (user: UserRecord, password: string) => boolean;
  readonly now: () => number;
  readonly createId: (kind: RecordKind) => string;
}

export interface Seeder {
  seed(seed: Seed): Seeded;
  /** By id or email, else the first user, who is created when there is none. */
  resolveUser(idOrEmail?: string): UserRecord;
}

/** Seeds skip the API's checks on purpose: a test may want records that no client could create. */
export function createSeeder(options: SeederOptions): Seeder {
  const { store, now, createId } = options;
  const timestamp = () => new Date(now()).toISOString();

  function addUser({ password = 'test-password', ...fields }: SeedUser): SeededUser {
    const _id = fields._id ?? createId('user');
    assertSeeded(isWellFormedId(_id), 'user', `the id ${JSON.stringify(_id)} is malformed`);
    const user: UserRecord = {
      _id,
      name: fields.name ?? 'Test User',
      email: fields.email ?? `${_id}@example.com`,
      createdAt: timestamp(),
    };
    const isAdded = options.addUser(user, password);
    assertSeeded(isAdded, 'user', `the id ${_id} or the email ${user.email} is taken`);
    return { ...user, password };
  }

  function addPrompt({ ownerId, ...fields }: SeedPrompt): PromptRecord {
    const owner = resolveUser(ownerId);
    const _id = fields._id ?? createId('prompt');
    assertSeeded(isWellFormedId(_id), 'prompt', `the id ${JSON.stringify(_id)} is malformed`);
    const createdAt = fields.createdAt ?? timestamp();
    const prompt: PromptRecord = {
      title: `Prompt ${_id}`,
      content: 'Explain the Industrial Revolution to a ten-year-old.',
      model: 'gpt-4o',
      updatedAt: createdAt,
      ...fields,
      _id,
      ownerId: owner._id,
      createdAt,
    };
    assertSeeded(store.addPrompt(prompt), 'prompt', `the id ${_id} is taken`);
    return prompt;
  }

  function addLog({ promptId, ...fields }: SeedLog): LogRecord {
    const prompt = promptId === undefined ? resolvePrompt() : store.findPrompt(promptId);
    assertSeeded(prompt !== undefined, 'log', `there is no prompt ${promptId}`);
    const _id = fields._id ?? createId('log');
    assertSeeded(isWellFormedId(_id), 'log', `the id ${JSON.stringify(_id)} is malformed`);
    const log: LogRecord = {
      output: 'Machines began to do work that people had done by hand.',
      modelUsed: prompt.model,
      createdAt: timestamp(),
      ...fields,
      _id,
      promptId: prompt._id,
    };
    assertSeeded(store.addLog(log), 'log', `the id ${_id} is taken`);
    return log;
  }

  function resolveUser(idOrEmail?: string): UserRecord {
    if (idOrEmail === undefined) return getFirst(store.users()) ?? addUser({});
    const user = store.findUser(idOrEmail) ?? store.findUserByEmail(idOrEmail);
    if (!user) throw new Error(`Failed to find the user ${idOrEmail}: seed the user first.`);
    return user;
  }

  function resolvePrompt(): PromptRecord {
    return getFirst(store.prompts()) ?? addPrompt({});
  }

  return {
    resolveUser,
    seed: ({ users = [], prompts = [], logs = [] }) => ({
      users: users.map(addUser),
      prompts: prompts.map(addPrompt),
      logs: logs.map(addLog),
    }),
  };
}

function assertSeeded(isGood: boolean, kind: RecordKind, reason: string): asserts isGood {
  if (!isGood) throw new Error(`Failed to seed a ${kind}: ${reason}.`);
}

function getFirst<T>(records: Iterable<T>): T | undefined {
  for (const record of records) return record;
  return undefined;
}
