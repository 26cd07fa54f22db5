import { setTimeout } from 'node:timers/promises';
import type { RecordPages } from '../../api/store.ts';
import type { DataStore } from '../data-store.ts';
import { createTurns } from '../turns.ts';
import { createAvailability } from './availability.ts';
import { type OpenDatabase, openDatabase } from './database.ts';
import { readBatches } from './read-batches.ts';
import { searchPrompts } from './search-prompts.ts';
import { createTables, type ReadRows, type Tables } from './tables.ts';
import { createWriteGroups } from './write-groups.ts';

/**
 * Opens a store in a SQLite file, or in memory: what is read is read at once, a change is done when
 * it is on the disk.
 *
 * @throws {@link ServeError} when the file cannot be used.
 */
export function openSqliteStore(
  name: string | undefined,
  report: (error: unknown) => void,
): DataStore {
  const open = openDatabase(name);
  return createSqliteStore(open, createTables(open.database), report);
}

export function createSqliteStore(
  open: OpenDatabase,
  tables: Tables,
  report: (error: unknown) => void,
): DataStore {
  const { database } = open;
  const guard = createAvailability(open, report);
  const groups = createWriteGroups(database);
  const write = <T>(change: () => T) => guard.run(() => groups.write(change));
  const takeTurn = createTurns();
  let isClosed = false;

  async function* readPages(readRows: ReadRows): RecordPages {
    for await (const batch of readBatches(readRows, takeTurn)) yield batch.map(({ text }) => text);
  }

  /** Bit by bit, since a prompt can have a million logs, and other requests want their answers. */
  async function purge(prompt: number): Promise<void> {
    while (!isClosed && (await write(() => tables.purgeSome(prompt)))) {
      await setTimeout(20, undefined, { ref: false });
    }
  }

  function startPurge(prompt: number): void {
    purge(prompt).catch(report);
  }

  for (const prompt of tables.purges()) startPurge(prompt);

  return {
    addUser: (user, passwordHash) => write(() => tables.addUser(user, passwordHash)),
    findUser: tables.findUser,
    findUserByEmail: tables.findUserByEmail,
    findFirstUser: tables.findFirstUser,
    findPasswordHash: tables.findPasswordHash,

    addPrompt: (prompt) => write(() => tables.addPrompt(prompt)),
    findPrompt: tables.findPrompt,
    findFirstPrompt: tables.findFirstPrompt,
    listPrompts: (ownerId) => readPages(tables.listPrompts(ownerId)),
    searchPrompts: (ownerId, words, signal) =>
      searchPrompts(ownerId, words, { tables, takeTurn, signal }),
    updatePrompt: (id, changes) => write(() => tables.updatePrompt(id, changes)),
    async deletePrompt(id) {
      const prompt = await write(() => tables.deletePrompt(id));
      if (prompt === undefined) return false;
      startPurge(prompt);
      return true;
    },

    addLog: (log, ownerId) => write(() => tables.addLog(log, ownerId)),
    findLog: tables.findLog,
    listLogs: (ownerId) => readPages(tables.listLogs(ownerId)),
    listLogsByPrompt: (promptId) => readPages(tables.listLogsByPrompt(promptId)),
    deleteLog: (id) => write(() => tables.deleteLog(id)),

    addAll: (records) => write(() => tables.addAll(records)),
    readSetting: async (name) => tables.readSetting(name),
    async keepSetting(setting) {
      await write(() => tables.addSetting(setting));
      return tables.readSetting(setting.name) ?? setting.value;
    },
    addAllOnce: (setting, records) =>
      write(() => {
        if (tables.readSetting(setting.name) !== undefined) return 'done';
        const refusal = tables.addAll(records);
        if (!refusal) tables.addSetting(setting);
        return refusal;
      }),

    check: () =>
      guard.run(async () => {
        tables.readSetting('token_secret');
      }),

    async close() {
      // Deleting the logs of deleted prompts stops here, and the next store goes on with it.
      isClosed = true;
      await groups.settle();
      if (database.isOpen) open.close();
    },
  };
}
