import type { DatabaseSync } from 'node:sqlite';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { hasWords } from '../../api/search.ts';
import type { RecordPages } from '../../api/store.ts';
import type { DataStore } from '../data-store.ts';
import { openDatabase } from './database.ts';
import { createTables, type ReadRows, type Tables } from './tables.ts';
import { createWriteGroups } from './write-groups.ts';

/**
 * Opens a store in a SQLite database: what is read is read at once, a change is done when it is on
 * the disk.
 *
 * @throws {@link ServeError} when the file cannot be used.
 */
export function openSqliteStore(file: string, report: (error: unknown) => void): DataStore {
  const database = openDatabase(file);
  return createSqliteStore(database, createTables(database), report);
}

export function createSqliteStore(
  database: DatabaseSync,
  tables: Tables,
  report: (error: unknown) => void,
): DataStore {
  const { write, settle } = createWriteGroups(database);
  let isClosed = false;

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
    searchPrompts(ownerId, words) {
      // The longest word is found in the fewest prompts; these are then looked at in full.
      const word = words.reduce((longest, next) => (next.length > longest.length ? next : longest));
      const isFound = (text: string) => hasWords(JSON.parse(text), words);
      return readPages(tables.listPromptsWithWord(ownerId, word), isFound);
    },
    updatePrompt: (id, changes) => write(() => tables.updatePrompt(id, changes)),
    async deletePrompt(id) {
      const prompt = await write(() => tables.deletePrompt(id));
      if (prompt === undefined) return false;
      startPurge(prompt);
      return true;
    },

    addLog: (log) => write(() => tables.addLog(log)),
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

    async close() {
      // Deleting the logs of deleted prompts stops here, and the next store goes on with it.
      isClosed = true;
      await settle();
      database.close();
    },
  };
}

const pageLength = 256 * 1024;
const pageMs = 5;

/**
 * A list in pages. Each is read in one go, which neither takes long nor needs much memory; between
 * two of them nothing is open in the database, and other requests have their turn.
 */
async function* readPages(
  readRows: ReadRows,
  isWanted: (text: string) => boolean = () => true,
): RecordPages {
  let after = 0;
  for (let isOver = false; !isOver; ) {
    const page: string[] = [];
    let length = 0;
    const end = performance.now() + pageMs;
    isOver = true;
    for (const { seq, text } of readRows(after)) {
      after = seq;
      if (text !== null && isWanted(text)) {
        page.push(text);
        length += text.length;
      }
      if (length >= pageLength || performance.now() >= end) {
        isOver = false;
        break;
      }
    }
    if (page.length > 0) yield page;
    if (!isOver) await setImmediate();
  }
}
