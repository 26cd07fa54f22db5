import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type PostgresServer, startPostgres } from '../../support/postgres/start-postgres.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

/** What a database is filled with, besides Ada and her prompts `prompt104` and `few`. */
export interface Filling {
  /** All but some are of `prompt104`. Those of before are deleted. */
  readonly logs: number;
  /** How many of them are of `few`: they lie as far apart as they can. */
  readonly few: number;
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
const logRecord = (id: string, isFew: string) =>
  `'{"_id":"' || ${id} || '","promptId":"' || CASE WHEN ${isFew} THEN 'few' ELSE 'prompt104' END || '","output":"${output}' || n || '","modelUsed":"gpt-4o","createdAt":"${createdAt}"}'`;
const toFew = ({ logs, few }: Filling) => `n % ${Math.max(1, Math.floor(logs / few))} = 0`;
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
    async fill(filling) {
      const { logs, prompts } = filling;
      const database = new DatabaseSync(data);
      const series = (count: number) =>
        `WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series LIMIT ${count})`;
      const id = "printf('%024x', n)";
      const isFew = toFew(filling);
      database.exec(`DELETE FROM logs; ${series(logs)} INSERT INTO logs (id, owner, prompt, record)
        SELECT ${id}, 1, iif(${isFew}, 2, 1), ${logRecord(id, isFew)} FROM series`);
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
    async fill(filling) {
      const { logs, prompts } = filling;
      const id = "lpad(to_hex(n), 24, '0')";
      const isFew = toFew(filling);
      await server.run(
        `TRUNCATE promptcrafter.logs; INSERT INTO promptcrafter.logs (id, owner, prompt, record)
          SELECT ${id}, 1, CASE WHEN ${isFew} THEN 2 ELSE 1 END, ${logRecord(id, isFew)}
          FROM generate_series(1, ${logs}) AS n`,
        name,
      );
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
