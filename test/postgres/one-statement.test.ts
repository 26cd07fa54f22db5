import { expect, it, onTestFinished } from 'vitest';
import { createApp } from '../../src/api/app.ts';
import { createTokens } from '../../src/api/tokens.ts';
import { openDatabase } from '../../src/serve/postgres/open-database.ts';
import type { RunQuery } from '../../src/serve/postgres/pool.ts';
import { createPostgresStore } from '../../src/serve/postgres/postgres-store.ts';
import { plainPasswords } from '../../src/testing/plain-passwords.ts';
import { setUpPostgres } from './postgres-kit.ts';

const getServer = setUpPostgres();

const log = { promptId: 'prompt104', output: 'Sunlight.', modelUsed: 'gpt-4o' };

/** The API on a database with Ada's `prompt104` and Bob's `prompt105`, and what it asks the database for. */
async function open() {
  const database = await openDatabase(await getServer().createDatabase(), () => {});
  const statements: string[] = [];
  const query: RunQuery = (text, values) => {
    statements.push(text);
    return database.pool.query(text, values);
  };
  const store = createPostgresStore({ ...database, pool: { ...database.pool, query } }, () => {});
  onTestFinished(() => store.close());
  for (const [_id, promptId] of [
    ['ada', 'prompt104'],
    ['bob', 'prompt105'],
  ] as const) {
    await store.addUser({ _id, name: _id, email: `${_id}@example.com`, createdAt: '' }, 'hash');
    const text = { title: 'Rainbows', content: '', model: 'm', createdAt: '', updatedAt: '' };
    await store.addPrompt({ _id: promptId, ownerId: _id, ...text });
  }
  const tokens = createTokens({ secret: 'secret', lifetime: 60_000, now: Date.now });
  let ids = 0;
  const app = createApp({
    store,
    tokens,
    passwords: plainPasswords,
    now: Date.now,
    createId: () => {
      ids += 1;
      return `log${ids}`;
    },
  });
  const headers = {
    Authorization: `Bearer ${await tokens.create('ada')}`,
    'Content-Type': 'application/json',
  };
  statements.length = 0;
  return {
    statements,
    store,
    async create(json: unknown) {
      const body = JSON.stringify(json);
      const request = new Request('http://localhost/logs', { method: 'POST', headers, body });
      return (await app.fetch(request)).status;
    },
  };
}

it('stores a log by one statement, and what comes meanwhile by the next', async () => {
  const { statements, create } = await open();
  expect(await create(log)).toBe(201);
  expect(statements).toHaveLength(1);

  statements.length = 0;
  const all = await Promise.all(Array.from({ length: 60 }, () => create(log)));
  expect(all).toEqual(Array(60).fill(201));
  expect(statements.length).toBeLessThan(10);
});

it('refuses a log among those that it stores', async () => {
  const { create, store } = await open();
  expect(
    await Promise.all([
      create(log),
      create({ ...log, promptId: 'prompt105' }),
      create({ ...log, promptId: 'prompt106' }),
      create({ ...log, promptId: 'a\0b' }),
      create({ ...log, output: '\0\ud800' }),
    ]),
  ).toEqual([201, 404, 404, 400, 201]);
  const pages: string[] = [];
  for await (const page of store.listLogs('ada')) pages.push(...page);
  expect(pages).toHaveLength(2);
});
