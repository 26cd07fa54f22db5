import type { LogRecord, PromptRecord, RecordKind, UserRecord } from './records.ts';

/** A value, or a promise of it: a database over a network answers later, memory at once. */
export type Awaitable<T> = T | PromiseLike<T>;

/** A list of records as the JSON texts that are sent, page by page as they are read. No page is empty. */
export type RecordPages = AsyncIterable<readonly string[]>;

export type PromptChanges = Partial<
  Pick<PromptRecord, 'title' | 'content' | 'model' | 'tags' | 'updatedAt'>
>;

export interface NewUser {
  readonly user: UserRecord;
  readonly passwordHash: string;
}

/** Records to add together: first the users, then the prompts, then the logs. */
export interface NewRecords {
  readonly users: readonly NewUser[];
  readonly prompts: readonly PromptRecord[];
  readonly logs: readonly LogRecord[];
}

/** The record that kept others from being added. */
export interface Refusal {
  readonly kind: RecordKind;
  readonly id: string;
}

/**
 * Where the API keeps its records. A store knows nothing of requests: who may see what is decided by
 * its callers. Every `add…` returns `false`, and adds nothing, when the id is taken. Lists are in the
 * order in which the records were added, but for searches.
 */
export interface Store {
  /** Emails are compared without regard to case; `false` also when the email is taken. */
  addUser(user: UserRecord, passwordHash: string): Awaitable<boolean>;
  findUser(id: string): Awaitable<UserRecord | undefined>;
  findUserByEmail(email: string): Awaitable<UserRecord | undefined>;
  /** The user who was added first. */
  findFirstUser(): Awaitable<UserRecord | undefined>;
  findPasswordHash(userId: string): Awaitable<string | undefined>;

  addPrompt(prompt: PromptRecord): Awaitable<boolean>;
  findPrompt(id: string): Awaitable<PromptRecord | undefined>;
  /** The prompt that was added first, whoever owns it. */
  findFirstPrompt(): Awaitable<PromptRecord | undefined>;
  listPrompts(ownerId: string): RecordPages;
  /**
   * Those that contain every word, in any case and as a part of another; those with more of the words
   * in the title come first. A search whose signal is aborted fails with the signal's reason.
   */
  searchPrompts(ownerId: string, words: readonly string[], signal?: AbortSignal): RecordPages;
  updatePrompt(id: string, changes: PromptChanges): Awaitable<PromptRecord | undefined>;
  /** Deletes the prompt's logs with it; `false` when there was no such prompt. */
  deletePrompt(id: string): Awaitable<boolean>;

  /**
   * `false` also when the prompt is gone, so that no log outlives its prompt, or is not that of the owner
   * who is named.
   */
  addLog(log: LogRecord, ownerId?: string): Awaitable<boolean>;
  findLog(id: string): Awaitable<LogRecord | undefined>;
  listLogs(ownerId: string): RecordPages;
  listLogsByPrompt(promptId: string): RecordPages;
  /** `false` when there was no such log. */
  deleteLog(id: string): Awaitable<boolean>;

  /** Adds all of the records in one transaction, or none and returns the first that was refused. */
  addAll(records: NewRecords): Awaitable<Refusal | undefined>;
}

/**
 * What a store fails with while its database cannot do what it is asked. Nothing was changed then, unless
 * the connection to a database elsewhere broke while a change was under way: nobody knows of that one.
 */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError';
  /** Milliseconds after which it may be worth while to ask again. */
  readonly retryAfter = 1_000;
}

/** The part of a store that adds one record at a time, at once. */
export interface DirectStore {
  addUser(user: UserRecord, passwordHash: string): boolean;
  addPrompt(prompt: PromptRecord): boolean;
  addLog(log: LogRecord): boolean;
}

/** Adds the records in turn, up to the first that is refused. Undoing those before it is up to the caller. */
export function addInTurn(store: DirectStore, records: NewRecords): Refusal | undefined {
  for (const { user, passwordHash } of records.users) {
    if (!store.addUser(user, passwordHash)) return { kind: 'user', id: user._id };
  }
  for (const prompt of records.prompts) {
    if (!store.addPrompt(prompt)) return { kind: 'prompt', id: prompt._id };
  }
  for (const log of records.logs) {
    if (!store.addLog(log)) return { kind: 'log', id: log._id };
  }
  return undefined;
}
