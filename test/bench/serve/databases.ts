import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type PostgresServer, startPostgres } from '../../support/postgres/start-postgres.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

/** What a database is filled with, besides Ada and `prompt104`. */
export interface Filling {
  /** Logs of `prompt104`. */
  readonly logs: number;
  /** Prompts of Ada's, a hundredth of which hold the word `walrus`. */
  readonly prompts: number;
}

/** A database for `--data`. */
export interface BenchDatabase {
  readonly name: string;
  readonly data: string;
  readonly canBeShared: boolean;
  /** Fills it while nobody serves it: tables and Ada are there. */
  fill(filling: Filling): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

const output = 'Machines began to do work that people had done by hand. '.repeat(4);
const createdAt = '2026-11-26T12:00:00.000Z';

/** SQL of both: `n` is the number of the row, `||` joins texts. */
const logRecord = (id: string) =>
  `'{"_id":"' || ${id} || '","promptId":"prompt104","output":"${output}' || n || '","modelUsed":"gpt-4o","createdAt":"${createdAt}"}'`;
const promptText = `'explain topic ' || n || ' to a child, with an example from everyday life. ' || CASE WHEN n % 100 = 0 THEN 'mention a walrus.' ELSE 'be brief.' END`;
const promptRecord = (id: string) =>
  `'{"_id":"' || ${id} || '","ownerId":"ada","title":"Topic ' || n || '","content":"' || ${promptText} || '","model":"gpt-4o","createdAt":"${createdAt}","updatedAt":"${createdAt}"}'`;

/** A file on the disk, to which every change is written. */
export async function createSqlite(): Promise<BenchDatabase> {
  const folder = await createTemporaryFolder();
  const data = join(folder.path, 'bench.db');
  return {
    name: 'SQLite',
    data,
    canBeShared: false,
    async fill({ logs, prompts }) {
      const database = new DatabaseSync(data);
      const series = (count: number) =>
        `WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series LIMIT ${count})`;
      const id = "printf('%024x', n)";
      if (logs > 0) {
        database.exec(`${series(logs)} INSERT INTO logs (id, owner, prompt, record)
          SELECT ${id}, 1, 1, ${logRecord(id)} FROM series`);
      }
      if (prompts > 0) {
        database.exec(`${series(prompts)} INSERT INTO prompts (id, owner, search_text, record)
          SELECT ${id}, 1, 'topic ' || n || char(10) || ${promptText}, ${promptRecord(id)} FROM series`);
      }
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      database.close();
    },
    async [Symbol.asyncDispose]() {
      rmSync(data, { force: true });
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** A server of its own that writes every change to the disk, with room for its tables in memory. */
export async function createPostgres(): Promise<BenchDatabase> {
  const server: PostgresServer = await startPostgres({
    fsync: 'on',
    shared_buffers: '1GB',
    max_wal_size: '8GB',
  });
  const data = await server.createDatabase();
  const name = new URL(data).pathname.slice(1);
  return {
    name: 'PostgreSQL',
    data,
    canBeShared: true,
    async fill({ logs, prompts }) {
      const id = "lpad(to_hex(n), 24, '0')";
      if (logs > 0) {
        await server.run(
          `INSERT INTO promptcrafter.logs (id, owner, prompt, record)
            SELECT ${id}, 1, 1, ${logRecord(id)} FROM generate_series(1, ${logs}) AS n`,
          name,
        );
      }
      if (prompts > 0) {
        await server.run(
          `INSERT INTO promptcrafter.prompts (id, owner, search_title, search_text, record)
            SELECT ${id}, 1, 'topic ' || n, 'topic ' || n || chr(10) || ${promptText}, ${promptRecord(id)}
            FROM generate_series(1, ${prompts}) AS n`,
          name,
        );
      }
      await server.run('VACUUM ANALYZE', name);
      await server.run('CHECKPOINT', name);
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
