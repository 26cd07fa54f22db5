import type { RecordPages, Refusal } from '../../api/store.ts';
import { type DataStore, FailedCheckError } from '../data-store.ts';
import { createTurns } from '../turns.ts';
import { addInGroups, addLogs, addPrompts, addUsers, type NewLog } from './add-records.ts';
import { createAvailability } from './availability.ts';
import { createBatches } from './batches.ts';
import { findFailedCheck } from './find-failed-check.ts';
import { type OpenDatabase, openDatabase } from './open-database.ts';
import { defaultPoolLimits, type RunQuery } from './pool.ts';
import { startPurge } from './purge.ts';
import { type ListName, readList } from './read-list.ts';
import { searchPrompts } from './search-prompts.ts';
import { isPlain } from './stored-text.ts';
import { createTables } from './tables.ts';
import { waitForLock } from './wait-for-lock.ts';

/** As with upgrades: `PrCr`, and 2 for seeds. It ends with its transaction, however that ends. */
const seedLock = '1349665650, 2';

/** Of the ten connections, logs take two; what waits longer than for a connection is given up. */
const logBatches = {
  mostItems: 100,
  mostWeight: 1024 * 1024,
  concurrency: 2,
  waitMs: defaultPoolLimits.waitMs,
};

/**
 * Opens a store in a PostgreSQL database, which other instances may use at the same time.
 *
 * @throws {@link ServeError} when the database cannot be used.
 */
export async function openPostgresStore(
  url: string,
  report: (error: unknown) => void,
): Promise<DataStore> {
  return createPostgresStore(await openDatabase(url, report), report);
}

export function createPostgresStore(
  open: OpenDatabase,
  report: (error: unknown) => void,
): DataStore {
  const { pool, name } = open;
  const guard = createAvailability(name, report);
  const query: RunQuery = (text, values) => guard.run(() => pool.query(text, values));
  const queryAtLeisure: RunQuery = (text, values) =>
    guard.run(() => pool.queryAtLeisure(text, values));
  const takeTurn = createTurns();
  const tables = createTables(query);
  // What cannot be reached is reported by its guard, and tried again later.
  const purge = startPurge({ query: queryAtLeisure, report: () => {} });

  /** Adds nothing at all where something is refused. */
  const addAtOnce = <T>(work: (run: RunQuery) => Promise<T | undefined>) =>
    guard.run(() => pool.transact(work, (refusal) => refusal === undefined));

  let checking: Promise<void> | undefined;
  async function check(): Promise<void> {
    const failed = await findFailedCheck(open);
    if (!failed) return;
    try {
      await guard.run(() => Promise.reject(failed.error));
    } catch (error) {
      throw new FailedCheckError(failed.check, error instanceof Error ? error.message : '');
    }
  }

  const logs = createBatches<NewLog, boolean>({
    async run(batch) {
      const added = await addLogs(pool.query, batch);
      // An id that is there twice was added once.
      const left = new Set(added);
      return batch.map(({ log }) => left.delete(log._id));
    },
    weigh: ({ log }) => log.output.length,
    ...logBatches,
  });

  async function* list(listName: ListName, key: string): RecordPages {
    if (isPlain(key)) yield* readList(queryAtLeisure, listName, key);
  }

  return {
    ...tables,

    addUser: async (user, passwordHash) =>
      (await addUsers(query, [{ user, passwordHash }])).size > 0,
    addPrompt: async (prompt) => (await addPrompts(query, [prompt])).size > 0,
    listPrompts: (ownerId) => list('promptsOfUser', ownerId),
    searchPrompts: (ownerId, words, signal) =>
      searchPrompts(ownerId, words, { query: queryAtLeisure, takeTurn, signal }),
    async deletePrompt(id) {
      const seq = await tables.deletePrompt(id);
      if (seq === undefined) return false;
      purge.wake();
      return true;
    },

    addLog: (log, ownerId) => guard.run(() => logs.add({ log, ownerId })),
    listLogs: (ownerId) => list('logsOfUser', ownerId),
    listLogsByPrompt: (promptId) => list('logsOfPrompt', promptId),

    addAll: (records) => addAtOnce((run) => addInGroups(run, records)),
    async keepSetting(setting) {
      // Read first: a database that takes no changes can be served, too.
      const known = await tables.readSetting(setting.name);
      if (known !== undefined) return known;
      await tables.addSetting(setting);
      return (await tables.readSetting(setting.name)) ?? setting.value;
    },
    addAllOnce: (setting, records) =>
      waitForLock(
        () =>
          addAtOnce<Refusal | 'done' | 'locked'>(async (run) => {
            const { rows } = await run(`SELECT pg_try_advisory_xact_lock(${seedLock}) AS taken`);
            if (rows[0]?.taken !== true) return 'locked';
            if (!(await createTables(run).addSetting(setting))) return 'done';
            return addInGroups(run, records);
          }),
        {
          activity: 'putting the seed into',
          onWait: () =>
            report(
              new Error(
                `Failed to seed ${name} at once: another instance does it. This one waits and goes on by itself.`,
              ),
            ),
        },
      ),

    // Many may ask at once, and nobody has to be known for it.
    check: () => {
      checking ??= check().finally(() => {
        checking = undefined;
      });
      return checking;
    },

    async close() {
      purge.stop();
      await pool.end();
    },
  };
}
