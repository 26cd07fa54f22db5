import { once } from 'node:events';
import { type AddressInfo, createConnection, createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startPostgres } from '../support/postgres/start-postgres.ts';
import { openInstance, readIds, setUpPostgres, writeOn } from './postgres-kit.ts';

const getServer = setUpPostgres({ max_connections: 20, superuser_reserved_connections: 3 });

/** What a request gets while the database cannot do it. */
async function expectUnavailable(response: Response): Promise<void> {
  expect(response.status).toBe(503);
  expect(response.headers.get('Retry-After')).toBe('1');
  expect(await response.json()).toEqual({
    error: 'The data cannot be reached at the moment. Try again later.',
  });
}

async function expectUnhealthy(response: Response, failed: string): Promise<void> {
  expect(response.status).toBe(503);
  expect(await response.json()).toEqual({ status: 'unavailable', failed });
}

const log = { promptId: 'prompt104', output: 'Sunlight.', modelUsed: 'gpt-4o' };

async function openOnNewDatabase() {
  const url = await getServer().createDatabase();
  return { ...(await openInstance(url)), database: new URL(url).pathname.slice(1) };
}

/** Does something to the database in a connection that stays. */
async function connect(database: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: getServer().toUrl(database) });
  client.on('error', () => {});
  await client.connect();
  onTestFinished(() => client.end());
  return client;
}

describe('a database that is killed and started again', () => {
  it('has every log that was acknowledged, and is used again by itself', async () => {
    await using server = await startPostgres({ fsync: 'on' });
    const { ask, createLog, reports } = await openInstance(await server.createDatabase());
    const writers = writeOn(createLog);
    await writers.wait(300);
    await server.kill();
    await expectUnavailable(await ask('POST', '/logs', log));
    await expectUnavailable(await ask('GET', '/logs'));
    await expectUnhealthy(await ask('GET', '/health'), 'database');
    await server.start();
    await writers.wait(300);
    const { acknowledged, refusals } = await writers.stop();

    expect([...refusals]).toEqual([503]);
    const stored = new Set(await readIds(await ask('GET', '/logs')));
    expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
    expect((await ask('GET', '/health')).status).toBe(200);
    expect(
      reports.every((line) => /^Failed to use postgres:\S+: .+\. Requests are/.test(line)),
    ).toBe(true);
  });
});

describe('a database that falls silent', () => {
  it('leaves no request without an answer, and is used again by itself', async () => {
    await using server = await startPostgres();
    const { ask, createLog } = await openInstance(await server.createDatabase());
    await createLog();
    server.signal('SIGSTOP');
    const start = performance.now();
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        index % 2 ? ask('POST', '/logs', log) : ask('GET', '/logs'),
      ),
    );
    const elapsed = performance.now() - start;
    for (const answer of answers) await expectUnavailable(answer);
    // A client of ours waits 10 s for an answer.
    expect(elapsed).toBeLessThan(10_000);
    await expectUnhealthy(await ask('GET', '/health'), 'database');

    server.signal('SIGCONT');
    await expect.poll(async () => (await createLog()).status, { timeout: 20_000 }).toBe(201);
    expect((await ask('GET', '/health')).status).toBe(200);
  });
});

describe('a table that somebody keeps locked', () => {
  it('is waited for, but not for ever', async () => {
    const { ask, createLog, database } = await openOnNewDatabase();
    const other = await connect(database);
    await other.query('BEGIN; LOCK TABLE promptcrafter.logs');
    const waiting = createLog();
    await expectUnavailable(await ask('POST', '/logs', log));
    expect(await waiting).toEqual({ status: 503, id: undefined });

    const patient = createLog();
    await other.query('ROLLBACK');
    expect((await patient).status).toBe(201);
    // What was answered with 503 was not done later.
    expect(await readIds(await ask('GET', '/logs'))).toEqual([(await patient).id]);
  });
});

describe('a database without a connection left', () => {
  it('answers 503, and goes on when there is one again', async () => {
    const { ask, createLog, database, reports } = await openOnNewDatabase();
    await createLog();
    await getServer().run(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${database}'`,
    );
    const others: pg.Client[] = [];
    await expect(async () => {
      for (;;) others.push(await connect('postgres'));
    }).rejects.toMatchObject({ code: '53300' });

    await expectUnavailable(await ask('POST', '/logs', log));
    expect(reports).toContainEqual(expect.stringContaining('it has no connection left.'));
    await Promise.all(others.map((other) => other.end()));
    expect((await createLog()).status).toBe(201);
  });
});

describe('a database that takes no changes', () => {
  it('refuses them with 503, and lets everything be read', async () => {
    const { ask, createLog, database, reports } = await openOnNewDatabase();
    const { id } = await createLog();
    const setReadOnly = async (isReadOnly: boolean) => {
      await getServer().run(
        `ALTER DATABASE ${database} SET default_transaction_read_only = ${isReadOnly}`,
      );
      // Connections that there are keep what was set when they began.
      if (!isReadOnly) return;
      await getServer().run(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${database}'`,
      );
    };
    await setReadOnly(true);

    await expectUnavailable(await ask('POST', '/logs', log));
    await expectUnavailable(await ask('DELETE', `/logs/${id}`));
    await expectUnavailable(await ask('DELETE', '/prompts/prompt104'));
    await expectUnavailable(await ask('PATCH', '/prompts/prompt104', { title: 'Other' }));
    expect(await readIds(await ask('GET', '/logs'))).toEqual([id]);
    expect((await ask('GET', '/health')).status).toBe(200);
    expect(reports).toEqual([expect.stringContaining('it takes no changes at the moment.')]);
    const another = await openInstance(getServer().toUrl(database));
    expect(await readIds(await another.ask('GET', '/logs'))).toEqual([id]);
    await setReadOnly(false);
    await expect.poll(async () => (await createLog()).status, { timeout: 10_000 }).toBe(201);
  });
});

describe('a disk that is full', () => {
  it('refuses changes with 503, and lets everything be read', async () => {
    const { ask, createLog, database, reports } = await openOnNewDatabase();
    const { id } = await createLog();
    // As the server tells it: no test should fill a disk.
    await getServer().run(
      `CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE 'could not extend file' USING ERRCODE = '53100'; END $$;
      CREATE TRIGGER full_disk BEFORE INSERT ON promptcrafter.logs EXECUTE FUNCTION fail()`,
      database,
    );

    await expectUnavailable(await ask('POST', '/logs', log));
    expect(await readIds(await ask('GET', '/logs'))).toEqual([id]);
    expect(reports).toEqual([expect.stringContaining('its disk is full.')]);
  });
});

describe('a pool whose connections are all in use', () => {
  it('answers 503 to who waits too long, and everybody else', async () => {
    const { ask, createLog, database } = await openOnNewDatabase();
    const { id } = await createLog();
    const other = await connect(database);
    await other.query('BEGIN; LOCK TABLE promptcrafter.logs');
    const creates = Array.from({ length: 30 }, () => createLog());
    // Logs that are to be stored take few of the connections.
    expect((await ask('GET', '/prompts')).status).toBe(200);
    const stuck = Array.from({ length: 30 }, () => ask('DELETE', `/logs/${id}`));
    // Locked out of the logs, all connections wait; nothing else is left for prompts.
    const find = `SELECT pid FROM pg_stat_activity
      WHERE datname = '${database}' AND wait_event_type = 'Lock'`;
    await expect.poll(() => getServer().run(find)).toHaveLength(10);
    const waiting = ask('GET', '/prompts');
    // Whoever watches over the instance hears of it before those who wait give up.
    const first = await Promise.race([waiting, ask('GET', '/health')]);
    await expectUnhealthy(first, 'connections');
    await expectUnavailable(await waiting);
    for (const response of await Promise.all(stuck)) await expectUnavailable(response);
    expect(await Promise.all(creates)).toEqual(Array(30).fill({ status: 503, id: undefined }));
    await other.query('ROLLBACK');

    expect((await ask('GET', '/prompts')).status).toBe(200);
    expect((await ask('GET', '/health')).status).toBe(200);
    expect(await ask('GET', '/logs').then(readIds)).toEqual([id]);
  });
});

describe('a database that takes long to be connected to', () => {
  it('is used where "connect_timeout" is long enough, though the first request is given up', async () => {
    let delay = 0;
    const { port } = new URL(getServer().toUrl('any'));
    const proxy = createServer(async (socket) => {
      socket.on('error', () => {});
      await setTimeout(delay);
      const upstream = createConnection(Number(port), '127.0.0.1');
      upstream.on('error', () => {});
      socket.pipe(upstream).pipe(socket);
    }).listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    onTestFinished(() => void proxy.close());
    const url = new URL(await getServer().createDatabase());
    url.port = `${(proxy.address() as AddressInfo).port}`;
    url.searchParams.set('connect_timeout', '10');
    const { ask, createLog } = await openInstance(url.href);
    await createLog();

    delay = 4_500;
    await getServer().run(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${url.pathname.slice(1)}'`,
    );
    await expectUnavailable(await ask('POST', '/logs', log));
    await expect.poll(async () => (await createLog()).status, { timeout: 20_000 }).toBe(201);
  });
});
