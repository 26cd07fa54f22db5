import type { DataStore } from './data-store.ts';
import { isPostgresUrl } from './postgres/connection-url.ts';

/**
 * Opens the store that was named: a SQLite file, a PostgreSQL database, or memory without a name. What
 * the other kind needs is not loaded.
 *
 * @throws {@link ServeError} when it cannot be used.
 */
export async function openStore(
  data: string | undefined,
  report: (error: unknown) => void,
): Promise<DataStore> {
  if (data !== undefined && isPostgresUrl(data)) {
    const { openPostgresStore } = await import('./postgres/postgres-store.ts');
    return openPostgresStore(data, report);
  }
  const { openSqliteStore } = await import('./sqlite/sqlite-store.ts');
  return openSqliteStore(data, report);
}
