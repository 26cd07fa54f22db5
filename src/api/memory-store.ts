import { toEmailKey } from './email-key.ts';
import type { LogRecord, PromptRecord, RecordKind, UserRecord } from './records.ts';
import { toSearchText, toSearchTitle } from './search.ts';
import {
  addInTurn,
  type NewRecords,
  type PromptChanges,
  type RecordPages,
  type Refusal,
  type Store,
} from './store.ts';
import { createWordMatcher } from './word-matcher.ts';

/** A store in memory: what it finds it returns at once, which lets a test look without `await`. */
export interface MemoryStore extends Store {
  addUser(user: UserRecord, passwordHash: string): boolean;
  findUser(id: string): UserRecord | undefined;
  findUserByEmail(email: string): UserRecord | undefined;
  findFirstUser(): UserRecord | undefined;
  addPrompt(prompt: PromptRecord): boolean;
  findPrompt(id: string): PromptRecord | undefined;
  findFirstPrompt(): PromptRecord | undefined;
  addLog(log: LogRecord): boolean;
  addAll(records: NewRecords): Refusal | undefined;
  has(kind: RecordKind, id: string): boolean;
  prompts(): Iterable<PromptRecord>;
  logs(): Iterable<LogRecord>;
}

/**
 * Records are frozen and replaced, never changed, so that they can be handed out without a copy.
 * A `Map` keeps the order in which records were added, which is the order of every list.
 */
export function createMemoryStore(): MemoryStore {
  const users = new Map<string, UserRecord>();
  const usersByEmail = new Map<string, UserRecord>();
  const passwordHashes = new Map<string, string>();
  const prompts = new Map<string, PromptRecord>();
  const promptsByOwner = createGroups<PromptRecord>();
  const logs = new Map<string, LogRecord>();
  const logsByOwner = createGroups<LogRecord>();
  const logsByPrompt = createGroups<LogRecord>();
  const all = { user: users, prompt: prompts, log: logs };

  function putPrompt(prompt: PromptRecord): PromptRecord {
    const frozen = Object.freeze({ ...prompt });
    prompts.set(frozen._id, frozen);
    promptsByOwner.put(frozen.ownerId, frozen);
    return frozen;
  }

  function addUser(user: UserRecord, passwordHash: string): boolean {
    const email = toEmailKey(user.email);
    if (users.has(user._id) || usersByEmail.has(email)) return false;
    const frozen = Object.freeze({ ...user });
    users.set(user._id, frozen);
    usersByEmail.set(email, frozen);
    passwordHashes.set(user._id, passwordHash);
    return true;
  }

  function removeUser(user: UserRecord): void {
    users.delete(user._id);
    usersByEmail.delete(toEmailKey(user.email));
    passwordHashes.delete(user._id);
  }

  function addPrompt(prompt: PromptRecord): boolean {
    if (prompts.has(prompt._id) || !users.has(prompt.ownerId)) return false;
    putPrompt(prompt);
    return true;
  }

  function deletePrompt(id: string): boolean {
    const prompt = prompts.get(id);
    if (!prompt) return false;
    for (const log of logsByPrompt.list(id)) removeLog(log, prompt.ownerId);
    prompts.delete(id);
    promptsByOwner.remove(prompt.ownerId, id);
    return true;
  }

  function addLog(log: LogRecord, ownerId?: string): boolean {
    const prompt = prompts.get(log.promptId);
    if (!prompt || logs.has(log._id)) return false;
    if (ownerId !== undefined && prompt.ownerId !== ownerId) return false;
    const frozen = Object.freeze({ ...log });
    logs.set(log._id, frozen);
    logsByOwner.put(prompt.ownerId, frozen);
    logsByPrompt.put(log.promptId, frozen);
    return true;
  }

  function deleteLog(id: string): boolean {
    const log = logs.get(id);
    const prompt = log && prompts.get(log.promptId);
    if (!prompt) return false;
    removeLog(log, prompt.ownerId);
    return true;
  }

  function removeLog(log: LogRecord, ownerId: string): void {
    logs.delete(log._id);
    logsByOwner.remove(ownerId, log._id);
    logsByPrompt.remove(log.promptId, log._id);
  }

  return {
    has: (kind, id) => all[kind].has(id),
    prompts: () => prompts.values(),
    logs: () => logs.values(),

    addUser,
    findUser: (id) => users.get(id),
    findUserByEmail: (email) => usersByEmail.get(toEmailKey(email)),
    findFirstUser: () => users.values().next().value,
    findPasswordHash: (userId) => passwordHashes.get(userId),

    addPrompt,
    findPrompt: (id) => prompts.get(id),
    findFirstPrompt: () => prompts.values().next().value,
    listPrompts: (ownerId) => toPages(promptsByOwner.list(ownerId)),
    searchPrompts: (ownerId, words) => toPages(search(promptsByOwner.list(ownerId), words)),
    updatePrompt(id: string, changes: PromptChanges) {
      const prompt = prompts.get(id);
      return prompt && putPrompt({ ...prompt, ...changes });
    },
    deletePrompt,

    addLog,
    findLog: (id) => logs.get(id),
    listLogs: (ownerId) => toPages(logsByOwner.list(ownerId)),
    listLogsByPrompt: (promptId) => toPages(logsByPrompt.list(promptId)),
    deleteLog,

    addAll(records) {
      const before = { users: users.size, prompts: prompts.size, logs: logs.size };
      const refusal = addInTurn({ addUser, addPrompt, addLog }, records);
      if (refusal) {
        // A `Map` keeps the order of adding, so that what was added just now stands at its end.
        for (const { _id } of listFrom(logs, before.logs)) deleteLog(_id);
        for (const { _id } of listFrom(prompts, before.prompts)) deletePrompt(_id);
        for (const user of listFrom(users, before.users)) removeUser(user);
      }
      return refusal;
    },
  };
}

function listFrom<T>(records: ReadonlyMap<string, T>, start: number): T[] {
  return Array.from(records.values()).slice(start);
}

/** The list as it is now, on one page: it is in memory already. */
async function* toPages(records: Iterable<object>): RecordPages {
  const texts = Array.from(records, (record) => JSON.stringify(record));
  if (texts.length > 0) yield texts;
}

function search(prompts: Iterable<PromptRecord>, words: readonly string[]): PromptRecord[] {
  const { count, size } = createWordMatcher(words);
  return Array.from(prompts)
    .filter((prompt) => count(toSearchText(prompt)) === size)
    .map((prompt) => ({ prompt, inTitle: count(toSearchTitle(prompt.title)) }))
    .sort((one, other) => other.inTitle - one.inTitle)
    .map(({ prompt }) => prompt);
}

function createGroups<T extends { readonly _id: string }>() {
  const groups = new Map<string, Map<string, T>>();
  return {
    list: (key: string): Iterable<T> => groups.get(key)?.values() ?? [],
    put(key: string, record: T): void {
      const group = groups.get(key);
      if (group) group.set(record._id, record);
      else groups.set(key, new Map([[record._id, record]]));
    },
    remove(key: string, id: string): void {
      const group = groups.get(key);
      group?.delete(id);
      if (group?.size === 0) groups.delete(key);
    },
  };
}
