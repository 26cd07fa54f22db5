import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { migrate } from '../../src/serve/postgres/migrate.ts';
import { migrations } from '../../src/serve/postgres/migrations.ts';
import type { RunQuery } from '../../src/serve/postgres/pool.ts';
import { openPostgresStore } from '../../src/serve/postgres/postgres-store.ts';
import { openInstance, readIds, setUpPostgres, writeOn } from './postgres-kit.ts';

const getServer = setUpPostgres();

/** One connection to a database, as an instance has at its start. */
async function connect(url: string): Promise<RunQuery> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  onTestFinished(() => client.end());
  return async (text, values) => {
    const { rows, rowCount } = await client.query(text, values && [...values]);
    return { rows: rows ?? [], count: rowCount ?? 0 };
  };
}

const version = "SELECT value FROM promptcrafter.settings WHERE name = 'schema'";
const index = "SELECT to_regclass('promptcrafter.prompts_by_text')::text AS name";

it('upgrades the tables of the version before, with everything in them', async () => {
  const url = await getServer().createDatabase();
  const query = await connect(url);
  await migrate(query, { steps: migrations.slice(0, 1) });
  expect((await query(version)).rows).toEqual([{ value: '1 1' }]);
  await query(`INSERT INTO promptcrafter.users (id, email, password_hash, record)
    VALUES ('eve', 'eve@example.com', 'hash', '{"_id":"eve"}')`);

  const store = await openPostgresStore(url, () => {});
  onTestFinished(() => store.close());
  expect(await store.findUser('eve')).toEqual({ _id: 'eve' });
  expect((await query(version)).rows).toEqual([{ value: '2 1' }]);
});

it('stops no writes, though a backup is under way', async () => {
  const url = await getServer().createDatabase();
  const { ask, createLog } = await openInstance(url);
  const query = await connect(url);
  await query("UPDATE promptcrafter.settings SET value = '1 1' WHERE name = 'schema'");
  const backup = await connect(url);
  await backup('BEGIN ISOLATION LEVEL REPEATABLE READ');
  await backup('LOCK promptcrafter.prompts, promptcrafter.logs IN ACCESS SHARE MODE');
  await backup('SELECT count(*) FROM promptcrafter.prompts');

  const writers = writeOn(createLog);
  await writers.wait(20);
  const slow = { version: 3, readableBy: 1, run: (run: RunQuery) => add(run) };
  async function add(run: RunQuery): Promise<void> {
    await run('ALTER TABLE promptcrafter.logs ADD COLUMN extra integer');
  }
  const upgraded = migrate(query, { steps: [...migrations, slow] });
  await setTimeout(3_000);
  await backup('COMMIT');
  await upgraded;
  await writers.wait(20);
  const { acknowledged, refusals } = await writers.stop();

  expect([...refusals]).toEqual([]);
  expect(await readIds(await ask('GET', '/logs'))).toHaveLength(acknowledged.length);
  expect((await query(version)).rows).toEqual([{ value: '3 1' }]);
});

it('goes on beside an instance of the version before, whose writes are all carried out', async () => {
  const url = await getServer().createDatabase();
  const { ask, createLog } = await openInstance(url);
  const query = await connect(url);
  await query("UPDATE promptcrafter.settings SET value = '1 1' WHERE name = 'schema'");
  await query('DROP INDEX promptcrafter.prompts_by_text');
  await query(`INSERT INTO promptcrafter.prompts (id, owner, search_title, search_text, record)
    SELECT 'many' || n, 1, 'topic ' || n, 'explain topic ' || n || repeat(' to a child', 20), '{}'
    FROM generate_series(1, 20000) AS n`);
  const logs = writeOn(createLog);
  const prompt = { title: 'A walrus', content: 'Explain it.', model: 'gpt-4o' };
  const prompts = writeOn(async () => {
    const response = await ask('POST', '/prompts', prompt);
    const { _id } = (await response.json()) as { _id?: string };
    return { status: response.status, id: _id };
  }, 4);
  await logs.wait(20);
  await prompts.wait(5);
  const upgraded = await openInstance(url);
  await logs.wait(20);
  await prompts.wait(5);
  const [stored, created] = [await logs.stop(), await prompts.stop()];

  expect([...stored.refusals, ...created.refusals]).toEqual([]);
  expect((await query(version)).rows).toEqual([{ value: '2 1' }]);
  expect((await query(index)).rows).toEqual([{ name: 'promptcrafter.prompts_by_text' }]);
  const found = await readIds(await upgraded.ask('GET', '/search?q=walrus'));
  expect(found.toSorted()).toEqual(created.acknowledged.toSorted());
  expect(await readIds(await upgraded.ask('GET', '/logs'))).toEqual(
    expect.arrayContaining([...stored.acknowledged]),
  );
});

it('makes the tables once, however many do it at the same time', async () => {
  const url = await getServer().createDatabase();
  const queries = await Promise.all(Array.from({ length: 6 }, () => connect(url)));
  await Promise.all(queries.map((query) => migrate(query)));

  expect((await queries[0]?.(version))?.rows).toEqual([{ value: '2 1' }]);
  expect((await queries[0]?.(index))?.rows).toEqual([{ name: 'promptcrafter.prompts_by_text' }]);
});

it('does a step again that was cut off', async () => {
  const url = await getServer().createDatabase();
  const query = await connect(url);
  const [first, second] = migrations;
  if (!first || !second) throw new Error('There are two steps.');
  const broken = { ...second, run: () => Promise.reject(new Error('Killed.')) };
  await expect(migrate(query, { steps: [first, broken] })).rejects.toThrow('Killed.');
  await second.run(query);
  await query(
    "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'promptcrafter.prompts_by_text'::regclass",
  );

  await migrate(await connect(url));
  expect(
    (
      await query(
        "SELECT indisvalid FROM pg_index WHERE indexrelid = 'promptcrafter.prompts_by_text'::regclass",
      )
    ).rows,
  ).toEqual([{ indisvalid: true }]);
});

it('works with the tables of a later version that allows it, and with no others', async () => {
  const url = await getServer().createDatabase();
  const { createLog } = await openInstance(url);
  const query = await connect(url);
  await query("UPDATE promptcrafter.settings SET value = '9 2' WHERE name = 'schema'");
  const store = await openPostgresStore(url, () => {});
  expect(await store.findPrompt('prompt104')).toBeDefined();
  await store.close();

  await query("UPDATE promptcrafter.settings SET value = '9 3' WHERE name = 'schema'");
  await expect(openPostgresStore(url, () => {})).rejects.toThrow(
    'a later version of promptcrafter-client has upgraded it',
  );
  expect((await createLog()).status).toBe(201);
});

it('does without the index where the extension is not to be had, and makes it once it is', async () => {
  const url = await getServer().createDatabase();
  const name = new URL(url).pathname.slice(1);
  await getServer().run('CREATE ROLE tenant LOGIN');
  await getServer().run('CREATE SCHEMA promptcrafter AUTHORIZATION tenant', name);
  const mine = getServer().toUrl(name, 'tenant');
  await getServer().run(`REVOKE CREATE ON DATABASE ${name} FROM tenant, public`);
  const store = await openPostgresStore(mine, () => {});
  onTestFinished(() => store.close());
  await store.addUser({ _id: 'ada', name: 'Ada', email: 'ada@example.com', createdAt: '' }, 'hash');
  const prompt = { _id: 'a', ownerId: 'ada', title: 'Rainbows', content: '', model: 'm' };
  await store.addPrompt({ ...prompt, createdAt: '', updatedAt: '' });
  const pages: string[] = [];
  for await (const page of store.searchPrompts('ada', ['bow'])) pages.push(...page);

  expect(pages).toHaveLength(1);
  expect(await getServer().run(index, name)).toEqual([{ name: null }]);
  // It may not be had later, either. Then everything else goes on.
  await (await openPostgresStore(mine, () => {})).close();

  await getServer().run('CREATE EXTENSION pg_trgm', name);
  await getServer().run(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
  await (await openPostgresStore(mine, () => {})).close();
  expect(await getServer().run(index, name)).toEqual([{ name: null }]);
  await getServer().run(`ALTER DATABASE ${name} SET default_transaction_read_only = off`);
  await (await openPostgresStore(mine, () => {})).close();
  expect(await getServer().run(index, name)).toEqual([{ name: 'promptcrafter.prompts_by_text' }]);
});

it('waits for an instance that upgrades the tables, says so once, and starts', async () => {
  const url = await getServer().createDatabase();
  const other = await connect(url);
  await migrate(other, { steps: migrations.slice(0, 1) });
  await other('SELECT pg_advisory_lock(1349665650, 1)');
  const reports: string[] = [];
  const opened = openPostgresStore(url, (error) => void reports.push(String(error)));
  await expect.poll(() => reports, { timeout: 20_000 }).toHaveLength(1);
  expect(reports[0]).toMatch(
    /^Error: Failed to use .+: another instance upgrades it\. This one waits/,
  );
  await setTimeout(500);
  await other('SELECT pg_advisory_unlock(1349665650, 1)');

  const store = await opened;
  onTestFinished(() => store.close());
  expect((await other(version)).rows).toEqual([{ value: '2 1' }]);
  expect(reports).toHaveLength(1);
});

it('waits for no instance for ever', async () => {
  const url = await getServer().createDatabase();
  await (await connect(url))('SELECT pg_advisory_lock(1349665650, 1)');
  await expect(migrate(await connect(url), { mostMs: 300 })).rejects.toThrow(
    'another instance has been upgrading it for too long',
  );
});
