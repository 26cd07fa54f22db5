import type { LogRecord, PromptRecord, UserRecord } from './records.ts';

export type Awaitable<T> = T | PromiseLike<T>;

/**
 * Records in the order in which they were added: those in memory, or the JSON texts of those on
 * disk, in pages as they are read. No page is empty.
 */
export type RecordList<T> = Iterable<T> | AsyncIterable<readonly string[]>;

export type PromptChanges = Partial<
  Pick<PromptRecord, 'title' | 'content' | 'model' | 'tags' | 'updatedAt'>
>;

/**
 * Where the API keeps its records. A store knows nothing of requests, and who may see what is
 * decided above it. Every `add…` answers `false`, and adds nothing, when the id is taken.
 */
export interface Store {
  /** Emails are compared without regard to case; `false` also when the email is taken. */
  addUser(user: UserRecord, passwordHash: string): Awaitable<boolean>;
  findUser(id: string): Awaitable<UserRecord | undefined>;
  findUserByEmail(email: string): Awaitable<UserRecord | undefined>;
  findPasswordHash(userId: string): Awaitable<string | undefined>;

  addPrompt(prompt: PromptRecord): Awaitable<boolean>;
  findPrompt(id: string): Awaitable<PromptRecord | undefined>;
  listPrompts(ownerId: string): RecordList<PromptRecord>;
  /** Those that {@link hasWords}. */
  searchPrompts(ownerId: string, words: readonly string[]): RecordList<PromptRecord>;
  updatePrompt(id: string, changes: PromptChanges): Awaitable<PromptRecord | undefined>;
  /** Deletes the prompt's logs with it; `false` when there was no such prompt. */
  deletePrompt(id: string): Awaitable<boolean>;

  /** `false` also when the prompt is gone, so that no log outlives its prompt. */
  addLog(log: LogRecord): Awaitable<boolean>;
  findLog(id: string): Awaitable<LogRecord | undefined>;
  listLogs(ownerId: string): RecordList<LogRecord>;
  listLogsByPrompt(promptId: string): RecordList<LogRecord>;
  /** `false` when there was no such log. */
  deleteLog(id: string): Awaitable<boolean>;
}
