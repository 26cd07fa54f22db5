import { setTimeout } from 'node:timers/promises';
import type { FailedCheck } from '../data-store.ts';
import { connect } from './connect.ts';
import type { OpenDatabase } from './open-database.ts';

/** In milliseconds, how long each of the two checks may take. */
const checkMs = 1_000;

const text = "SELECT value FROM promptcrafter.settings WHERE name = 'token_secret'";

/**
 * Reads from the database as requests do. Where that gets no connection, one of its own finds out whether
 * the database is away, or the pool is exhausted.
 */
export async function findFailedCheck(database: OpenDatabase): Promise<FailedCheck | undefined> {
  const read = database.pool.query(text).then(
    () => undefined,
    (error: unknown) => ({ check: 'database', error }) as const,
  );
  const late = setTimeout(checkMs, 'late' as const, { ref: false });
  const result = await Promise.race([read, late]);
  return result === 'late' ? findWhy(database) : result;
}

async function findWhy({ target }: OpenDatabase): Promise<FailedCheck> {
  try {
    const connectMs = Math.min(checkMs, target.connectMs);
    const client = await connect({ ...target, connectMs });
    try {
      const config = { text, query_timeout: checkMs };
      await client.query(config);
    } finally {
      client.end().catch(() => {});
    }
  } catch (error) {
    return { check: 'database', error };
  }
  const error = new DOMException('No connection was free in time.', 'TimeoutError');
  return { check: 'connections', error };
}
