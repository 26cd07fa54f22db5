import { delimiter } from 'node:path';
import { expect, it } from 'vitest';
import { findPostgres } from '../support/postgres/find-postgres.ts';
import type { PostgresServer } from '../support/postgres/start-postgres.ts';
import { readGuideCommands } from '../support/read-guide-commands.ts';
import { runCommand } from '../support/run-command.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { openInstance, readIds, setUpPostgres, writeOn } from './postgres-kit.ts';

const getServer = setUpPostgres();

/** Runs commands as somebody would who is the superuser of the server. */
async function runShell({ port }: PostgresServer, commands: string, cwd: string): Promise<void> {
  const env = {
    PATH: `${findPostgres()}${delimiter}${process.env.PATH}`,
    PGHOST: '127.0.0.1',
    PGPORT: `${port}`,
    PGUSER: 'postgres',
  };
  const { code, stderr } = await runCommand('sh', ['-ec', commands], { cwd, env });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
}

it('"Run it for a team" backs a PostgreSQL database up while it is written to, and restores it', async () => {
  await using folder = await createTemporaryFolder();
  const [backUp = '', restore = ''] = readGuideCommands('run-for-a-team.md', '### PostgreSQL');
  const server = getServer();
  await server.run('CREATE DATABASE promptcrafter');
  const { ask, createLog } = await openInstance(server.toUrl('promptcrafter'));
  const before = await Promise.all(Array.from({ length: 200 }, () => createLog('é\0\ud800🙂')));

  const writers = writeOn(createLog);
  await writers.wait(20);
  await runShell(server, backUp, folder.path);
  const { refusals } = await writers.stop();
  expect([...refusals]).toEqual([]);
  await runShell(server, restore, folder.path);

  const restored = await openInstance(server.toUrl('promptcrafter_restored'));
  const ids = await readIds(await restored.ask('GET', '/logs'));
  expect(ids).toEqual(expect.arrayContaining(before.map(({ id }) => id)));
  const all = await readIds(await ask('GET', '/logs'));
  expect(all.slice(0, ids.length)).toEqual(ids);
  expect((await restored.ask('GET', '/search?q=rainb')).status).toBe(200);
  expect((await restored.createLog()).status).toBe(201);
  const [row] = await server.run(
    "SELECT to_regclass('promptcrafter.prompts_by_text') IS NOT NULL AS known",
    'promptcrafter_restored',
  );
  expect(row).toEqual({ known: true });
});

it('"Run it for a team" deletes a user, whose records are nobody\'s then', async () => {
  await using folder = await createTemporaryFolder();
  const [commands = ''] = readGuideCommands('run-for-a-team.md', '## Delete a user');
  const server = getServer();
  const database = new URL(await server.createDatabase()).pathname.slice(1);
  const { backend, ask, createLog } = await openInstance(server.toUrl(database));
  const { id = '' } = await createLog();
  await runShell(
    server,
    commands.replace('psql promptcrafter ', `psql --quiet ${database} `),
    folder.path,
  );

  expect((await ask('GET', '/logs')).status).toBe(401);
  const log = { promptId: 'prompt104', output: 'Yes.', modelUsed: 'm' };
  for (const body of [log, { ...log, promptId: 'prompt105' }, {}]) {
    expect((await ask('POST', '/logs', body)).status).toBe(401);
  }
  const { store } = backend;
  const user = { _id: 'ada', name: 'Ada', email: 'ada@example.com', createdAt: '' };
  expect(await store.addUser(user, 'hash')).toBe(true);
  expect(await readIds(await ask('GET', '/logs'))).toEqual([]);
  expect(await store.findPrompt('prompt104')).toBeUndefined();
  expect(await store.findLog(id)).toBeUndefined();
  expect(await store.updatePrompt('prompt104', { title: 'Mine' })).toBeUndefined();
  expect(await store.deletePrompt('prompt104')).toBe(false);
});
