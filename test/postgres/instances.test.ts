import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { PromptCrafterClient } from '../../src/index.ts';
import { type ServeProcess, startServe } from '../cli/serve-process.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { setUpPostgres } from './postgres-kit.ts';

/** How many logs are acknowledged between the first and the last of how many kills. */
const writes = Number(process.env.SERVE_WRITES ?? 1_000);
const kills = Number(process.env.SERVE_KILLS ?? 4);

const getServer = setUpPostgres();

/** A user without a password, for whom the first instance makes one up. */
const seed = { users: [{ email: 'ada@example.com' }], prompts: [{ _id: 'prompt104' }] };

async function writeSeed() {
  const folder = await createTemporaryFolder();
  const file = join(folder.path, 'seed.json');
  await writeFile(file, JSON.stringify(seed));
  return { file, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
}

it('may all start at once on an empty database, and know the tokens of each other', async () => {
  await using written = await writeSeed();
  const data = await getServer().createDatabase();
  const instances = await Promise.all(
    Array.from({ length: 4 }, () => startServe('--data', data, '--seed', written.file)),
  );
  try {
    const logins = instances.flatMap(({ lines }) =>
      lines.filter((line) => line.startsWith('Log in as ada@example.com with the password ')),
    );
    expect(logins).toHaveLength(1);
    const password = logins[0]?.split('password ')[1] ?? '';
    for (const { url } of instances) {
      const client = new PromptCrafterClient({ baseUrl: url });
      const { token } = await client.login({ email: 'ada@example.com', password });
      for (const other of instances) {
        client.setToken(token);
        const elsewhere = new PromptCrafterClient({ baseUrl: other.url, token });
        expect(await elsewhere.getPrompts()).toMatchObject([{ _id: 'prompt104' }]);
      }
    }
  } finally {
    await Promise.all(instances.map((instance) => instance.end('SIGKILL')));
  }
});

it('may be killed in turn behind a round-robin: every acknowledged log is there', async () => {
  await using written = await writeSeed();
  const data = await getServer().createDatabase();
  const start = () => startServe('--quiet', '--data', data, '--seed', written.file);
  const instances: [ServeProcess, ServeProcess] = [await start(), await start()];
  const { token } = instances[0];
  const acknowledged: string[] = [];
  const statuses = new Set<number>();
  let turn = 0;
  let isOver = false;

  async function writeOn(): Promise<void> {
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
    const body = JSON.stringify({ promptId: 'prompt104', output: 'Yes.', modelUsed: 'm' });
    while (!isOver) {
      turn += 1;
      const { url } = instances[turn % 2 ? 0 : 1];
      try {
        const response = await fetch(`${url}/logs`, { method: 'POST', headers, body });
        statuses.add(response.status);
        const { _id } = (await response.json()) as { _id?: string };
        if (_id !== undefined) acknowledged.push(_id);
      } catch {
        await setTimeout(20);
      }
    }
  }

  const writers = Promise.all(Array.from({ length: 16 }, writeOn));
  try {
    for (let kill = 0; kill < kills; kill += 1) {
      const index = kill % 2 ? 1 : 0;
      const wanted = acknowledged.length + Math.ceil(writes / kills);
      while (acknowledged.length < wanted) await setTimeout(20);
      await instances[index].end('SIGKILL');
      instances[index] = await start();
    }
  } finally {
    isOver = true;
    await writers;
  }
  expect([...statuses]).toEqual([201]);
  expect(acknowledged.length).toBeGreaterThanOrEqual(writes);
  const client = new PromptCrafterClient({ baseUrl: instances[1].url, token });
  const stored = new Set((await client.getLogsByPrompt('prompt104')).map(({ _id }) => _id));
  expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
  // A list is the same list on every instance.
  const other = new PromptCrafterClient({ baseUrl: instances[0].url, token });
  expect((await other.getLogs()).map(({ _id }) => _id)).toEqual([...stored]);
  await Promise.all(instances.map((instance) => instance.end('SIGKILL')));
}, 600_000);

it('finishes what is under way at SIGTERM', async () => {
  await using written = await writeSeed();
  const data = await getServer().createDatabase();
  await using server = await startServe('--log', 'json', '--data', data, '--seed', written.file);
  const { url, token } = server;
  const database = new URL(data).pathname.slice(1);
  // Each deletion takes two seconds, so that all are under way.
  await getServer().run(
    `CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN PERFORM pg_sleep(2); RETURN old; END $$;
    CREATE TRIGGER slow BEFORE DELETE ON promptcrafter.logs EXECUTE FUNCTION wait()`,
    database,
  );
  const client = new PromptCrafterClient({ baseUrl: url, token, maxRetries: 0 });
  const input = { promptId: 'prompt104', output: 'Yes.', modelUsed: 'm' };
  const logs = await Promise.all(Array.from({ length: 5 }, () => client.createLog(input)));
  const deletions = logs.map(({ _id }) => client.deleteLog(_id));
  const countWaiting = async () => {
    const [row] = await getServer().run(
      "SELECT count(*)::int AS count FROM pg_stat_activity WHERE wait_event = 'PgSleep'",
    );
    return row?.count;
  };
  await expect.poll(countWaiting, { timeout: 20_000, interval: 20 }).toBe(5);
  const ended = server.end('SIGTERM');

  expect(await Promise.all(deletions)).toHaveLength(5);
  const { code, stdout, stderr } = await ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const lines = stdout.split('\n').filter((line) => line.includes('"DELETE"'));
  expect(lines.map((line) => JSON.parse(line))).toEqual(
    Array(5).fill({
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      method: 'DELETE',
      route: '/logs/{id}',
      status: 204,
      ms: expect.any(Number),
    }),
  );
});
