import { setTimeout } from 'node:timers/promises';
import { ServeError } from '../serve-error.ts';
import { getSqlState } from './failure-reason.ts';
import { type Migration, migrations } from './migrations.ts';
import type { RunQuery } from './pool.ts';
import { waitForLock } from './wait-for-lock.ts';

/** Any two numbers that no other program is likely to lock: `PrCr`, and 1 for upgrades. */
const lock = '1349665650, 1';

/** In milliseconds, how long others use a table before a step asks for it again. */
const pause = 100;

export interface MigrateOptions {
  readonly steps?: readonly Migration[];
  /**
   * Runs what an upgrade does to tables, which may take long.
   * @defaultValue the same as all the rest
   */
  readonly upgrade?: RunQuery;
  /** Is called once if another instance upgrades the tables, which is waited for. */
  readonly onWait?: () => void;
  /**
   * In milliseconds, how long that is waited for.
   * @defaultValue an hour
   */
  readonly mostMs?: number;
}

/**
 * Brings the tables to the version of this program. Of several instances that do so at once, one does it
 * and the others wait. All statements must go over one connection, which holds the lock.
 *
 * @throws {@link ServeError} when the tables are those of a later program that this one cannot use, or
 * another instance upgrades them for too long.
 */
export async function migrate(query: RunQuery, options: MigrateOptions = {}): Promise<void> {
  const { steps = migrations, upgrade = query, onWait, mostMs } = options;
  const findOpenSteps = async () => {
    const { version, readableBy } = await readVersion(query);
    const latest = steps.at(-1)?.version ?? 0;
    if (readableBy > latest) {
      throw new ServeError('a later version of promptcrafter-client has upgraded it');
    }
    // What a later program has made of the tables is its affair.
    if (version > latest) return [];
    const open: Migration[] = [];
    for (const step of steps) {
      if (step.version > version || (await step.isOpen?.(query))) open.push(step);
    }
    return open;
  };
  if ((await findOpenSteps()).length === 0) return;
  const tryLock = async () => {
    const { rows } = await query(`SELECT pg_try_advisory_lock(${lock}) AS taken`);
    return rows[0]?.taken === true || 'locked';
  };
  await waitForLock(tryLock, { activity: 'upgrading', onWait, mostMs });
  try {
    // Another instance may have done it meanwhile.
    for (const step of await findOpenSteps()) await carryOut(query, upgrade, step);
  } finally {
    await query(`SELECT pg_advisory_unlock(${lock})`);
  }
}

async function carryOut(query: RunQuery, upgrade: RunQuery, step: Migration): Promise<void> {
  // A step that waits for a table keeps everybody behind it waiting, so that it steps back soon.
  await query("SET lock_timeout = '1s'");
  for (let tries = 1; ; tries += 1) {
    try {
      await step.run(upgrade);
      break;
    } catch (error) {
      await query('ROLLBACK');
      if (getSqlState(error) !== '55P03' || tries === 100) throw error;
      await setTimeout(pause);
    }
  }
  const { version } = await readVersion(query);
  if (step.version <= version) return;
  await query(
    `INSERT INTO promptcrafter.settings (name, value) VALUES ('schema', $1)
      ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
    [`${step.version} ${step.readableBy}`],
  );
}

async function readVersion(query: RunQuery): Promise<{ version: number; readableBy: number }> {
  const { rows: tables } = await query(
    "SELECT to_regclass('promptcrafter.settings') IS NOT NULL AS known",
  );
  if (tables[0]?.known !== true) return { version: 0, readableBy: 0 };
  const { rows } = await query("SELECT value FROM promptcrafter.settings WHERE name = 'schema'");
  const [version = 0, readableBy = 0] = String(rows[0]?.value ?? '0 0')
    .split(' ')
    .map(Number);
  return { version, readableBy };
}
