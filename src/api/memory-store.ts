import type { LogRecord, PromptRecord, RecordKind, UserRecord } from './records.ts';
import { hasWords } from './search.ts';
import type { Awaitable, PromptChanges, Store } from './store.ts';

/** A store in memory: what it finds it gives at once, which lets a test look without `await`. */
export interface MemoryStore extends Store {
  /** The hash may still be on its way, so that a test can seed users without waiting. */
  addUser(user: UserRecord, passwordHash: Awaitable<string>): boolean;
  findUser(id: string): UserRecord | undefined;
  findUserByEmail(email: string): UserRecord | undefined;
  addPrompt(prompt: PromptRecord): boolean;
  findPrompt(id: string): PromptRecord | undefined;
  addLog(log: LogRecord): boolean;
  has(kind: RecordKind, id: string): boolean;
  users(): Iterable<UserRecord>;
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
  const passwordHashes = new Map<string, Awaitable<string>>();
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

  function removeLog(log: LogRecord, ownerId: string): void {
    logs.delete(log._id);
    logsByOwner.remove(ownerId, log._id);
    logsByPrompt.remove(log.promptId, log._id);
  }

  return {
    has: (kind, id) => all[kind].has(id),
    users: () => users.values(),
    prompts: () => prompts.values(),
    logs: () => logs.values(),

    addUser(user, passwordHash) {
      const email = user.email.toLowerCase();
      if (users.has(user._id) || usersByEmail.has(email)) return false;
      const frozen = Object.freeze({ ...user });
      users.set(user._id, frozen);
      usersByEmail.set(email, frozen);
      passwordHashes.set(user._id, passwordHash);
      return true;
    },
    findUser: (id) => users.get(id),
    findUserByEmail: (email) => usersByEmail.get(email.toLowerCase()),
    findPasswordHash: (userId) => passwordHashes.get(userId),

    addPrompt(prompt) {
      if (prompts.has(prompt._id)) return false;
      putPrompt(prompt);
      return true;
    },
    findPrompt: (id) => prompts.get(id),
    listPrompts: (ownerId) => promptsByOwner.list(ownerId),
    searchPrompts: (ownerId, words) =>
      Array.from(promptsByOwner.list(ownerId)).filter((prompt) => hasWords(prompt, words)),
    updatePrompt(id: string, changes: PromptChanges) {
      const prompt = prompts.get(id);
      return prompt && putPrompt({ ...prompt, ...changes });
    },
    deletePrompt(id) {
      const prompt = prompts.get(id);
      if (!prompt) return false;
      for (const log of logsByPrompt.list(id)) removeLog(log, prompt.ownerId);
      prompts.delete(id);
      promptsByOwner.remove(prompt.ownerId, id);
      return true;
    },

    addLog(log) {
      const prompt = prompts.get(log.promptId);
      if (!prompt || logs.has(log._id)) return false;
      const frozen = Object.freeze({ ...log });
      logs.set(log._id, frozen);
      logsByOwner.put(prompt.ownerId, frozen);
      logsByPrompt.put(log.promptId, frozen);
      return true;
    },
    findLog: (id) => logs.get(id),
    listLogs: (ownerId) => logsByOwner.list(ownerId),
    listLogsByPrompt: (promptId) => logsByPrompt.list(promptId),
    deleteLog(id) {
      const log = logs.get(id);
      const prompt = log && prompts.get(log.promptId);
      if (!prompt) return false;
      removeLog(log, prompt.ownerId);
      return true;
    },
  };
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
