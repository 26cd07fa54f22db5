import type { LogRecord, PromptRecord, UserRecord } from './records.ts';

export type Awaitable<T> = T | PromiseLike<T>;

/** Records in the order in which they were added; a store on disk may hand them out as it reads. */
export type RecordList<T> = Iterable<T> | AsyncIterable<T>;

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

/** Reads a whole list, without a turn of the event loop for each record of a list in memory. */
export async function toArray<T>(list: RecordList<T>): Promise<T[]> {
  if (Symbol.iterator in list) return Array.from(list);
  const records: T[] = [];
  for await (const record of list) records.push(record);
  return records;
}
