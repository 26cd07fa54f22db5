import { expect, it, onTestFinished } from 'vitest';
import { openBackend } from '../../src/serve/backend.ts';
import { setUpPostgres } from './postgres-kit.ts';

const getServer = setUpPostgres();

/** More than one statement adds at a time. */
const seed = {
  users: [{ _id: 'ada' }],
  prompts: [{ _id: 'prompt104' }],
  logs: Array.from({ length: 1_500 }, (_, index) => ({ _id: `log${index}` })),
};

async function open(data: string) {
  const reports: string[] = [];
  const report = (error: unknown) => void reports.push(String(error));
  const backend = await openBackend({ data, passwordCost: 2, report });
  onTestFinished(() => backend.close());
  return { backend, reports };
}

it('are waited for where another instance puts them in, which takes longer than a statement may', async () => {
  const data = await getServer().createDatabase();
  const instances = await Promise.all([open(data), open(data), open(data)]);
  await getServer().run(
    `CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN PERFORM pg_sleep(2.5); RETURN NULL; END $$;
    CREATE TRIGGER slow AFTER INSERT ON promptcrafter.logs EXECUTE FUNCTION wait()`,
    new URL(data).pathname.slice(1),
  );

  const seeded = await Promise.all(instances.map(({ backend }) => backend.seedOnce(() => seed)));
  expect(seeded.map(({ userId }) => userId)).toEqual(['ada', 'ada', 'ada']);
  expect(seeded.map(({ newLogins }) => newLogins.length).toSorted()).toEqual([0, 0, 1]);
  const [row] = await getServer().run(
    'SELECT count(*)::int AS count FROM promptcrafter.logs',
    new URL(data).pathname.slice(1),
  );
  expect(row).toEqual({ count: 1_500 });
  // Those that wait say so once each.
  expect(instances.flatMap(({ reports }) => reports)).toEqual(
    Array(2).fill(expect.stringMatching(/^Error: Failed to seed .+: another instance does it\./)),
  );
});

it('are put in by the next instance where the one that began was killed', async () => {
  const data = await getServer().createDatabase();
  const name = new URL(data).pathname.slice(1);
  const [first, second] = await Promise.all([open(data), open(data)]);
  await getServer().run(
    `CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN PERFORM pg_sleep(1); RETURN NULL; END $$;
    CREATE TRIGGER slow AFTER INSERT ON promptcrafter.logs EXECUTE FUNCTION wait()`,
    name,
  );
  const cut = expect(first.backend.seedOnce(() => seed)).rejects.toThrow('it is being shut down');
  const find = "SELECT pid FROM pg_stat_activity WHERE wait_event = 'PgSleep'";
  await expect.poll(() => getServer().run(find)).toHaveLength(1);
  const other = second.backend.seedOnce(() => seed);
  await getServer().run(`SELECT pg_terminate_backend(pid) FROM (${find}) AS found`);
  await cut;

  expect((await other).newLogins).toHaveLength(1);
  const [row] = await getServer().run(
    'SELECT count(*)::int AS count FROM promptcrafter.logs',
    name,
  );
  expect(row).toEqual({ count: 1_500 });
});
