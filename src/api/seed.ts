import type { LogRecord, PromptRecord, UserRecord } from './records.ts';

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
   * The owner, by id or email.
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
