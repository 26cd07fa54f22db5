import { setTimeout } from 'node:timers/promises';
import type pg from 'pg';
import { maskSecrets } from '../mask-secrets.ts';
import { ServeError } from '../serve-error.ts';
import { connect } from './connect.ts';
import { type ConnectionTarget, resolveTarget } from './connection-target.ts';
import { getSqlState, toFailureReason } from './failure-reason.ts';
import { migrate } from './migrate.ts';
import { createPool, defaultPoolLimits, type Pool, type RunQuery } from './pool.ts';

/** A database whose tables are those of this program. */
export interface OpenDatabase {
  readonly pool: Pool;
  /** What its connections are made with. */
  readonly target: ConnectionTarget;
  /** Where it is, for people to read. */
  readonly name: string;
}

/** In milliseconds, how long a database that is about to start is waited for. */
const startMs = 15_000;
/** In milliseconds, how long a statement of a small answer may take at the start. */
const statementMs = 10_000;

/**
 * Connects to the database of a URL, and brings its tables to the version of this program.
 *
 * @throws {@link ServeError} when it cannot be used, within 30 s unless another instance upgrades it.
 */
export async function openDatabase(
  url: string,
  report: (error: unknown) => void,
): Promise<OpenDatabase> {
  const name = maskSecrets(url);
  try {
    const target = resolveTarget(url, process.env);
    const client = await connectAtStart(target);
    try {
      await prepare(client, () =>
        report(
          new Error(
            `Failed to use ${name} at once: another instance upgrades it. This one waits and goes on by itself.`,
          ),
        ),
      );
    } finally {
      await client.end().catch(() => {});
    }
    return { pool: createPool(target, defaultPoolLimits), target, name };
  } catch (error) {
    const reason = error instanceof ServeError ? error.message : toFailureReason(error);
    if (reason === undefined) throw error;
    throw new ServeError(
      `Failed to open ${name}: ${reason}. Choose a database with --data, see the guide "Run it for a team".`,
    );
  }
}

/** A container starts its database and this program at once. */
async function connectAtStart(target: ConnectionTarget): Promise<pg.Client> {
  const end = performance.now() + startMs;
  for (;;) {
    try {
      return await connect(target);
    } catch (error) {
      if (!isStarting(error) || performance.now() >= end) throw error;
      await setTimeout(250);
    }
  }
}

function isStarting(error: unknown): boolean {
  if (getSqlState(error) === '57P03') return true;
  const { code } = error as { code?: unknown };
  return code === 'ECONNREFUSED' || code === 'ECONNRESET' || code === 'ENOENT';
}

async function prepare(client: pg.Client, onWait: () => void): Promise<void> {
  const run = async (
    text: string,
    values: readonly unknown[] | undefined,
    query_timeout: number,
  ) => {
    const config = { text, ...(values && { values: [...values] }), query_timeout };
    const { rows, rowCount } = await client.query(config);
    return { rows: rows ?? [], count: rowCount ?? 0 };
  };
  const { rows } = await run(
    `SELECT current_setting('server_version_num')::int AS version,
      current_setting('server_encoding') AS encoding`,
    undefined,
    statementMs,
  );
  if (Number(rows[0]?.version) < 140_000) {
    throw new ServeError('it is older than PostgreSQL 14');
  }
  if (rows[0]?.encoding !== 'UTF8') {
    throw new ServeError(`its encoding is ${rows[0]?.encoding}, and has to be UTF8`);
  }
  const query: RunQuery = (text, values) => run(text, values, statementMs);
  // To upgrade large tables may take long.
  const upgrade: RunQuery = (text, values) => run(text, values, 0);
  await migrate(query, { upgrade, onWait });
}
