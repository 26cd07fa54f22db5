import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { StoreUnavailableError } from '../../../src/api/store.ts';
import { openDatabase } from '../../../src/serve/sqlite/database.ts';
import { openSqliteStore } from '../../../src/serve/sqlite/sqlite-store.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

async function createFile(): Promise<string> {
  const folder = await createTemporaryFolder();
  onTestFinished(() => folder[Symbol.asyncDispose]());
  return join(folder.path, 'data.db');
}

function openStore(file: string) {
  const store = openSqliteStore(file, () => {});
  onTestFinished(() => store.close());
  return store;
}

/** Does something to a data file with a tool of another make. */
function change(file: string, sql: string): void {
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
}

const createdAt = '2024-06-20T13:13:00.000Z';
const toUser = (_id: string, email = `${_id}@example.com`) => ({
  _id,
  name: 'Test User',
  email,
  createdAt,
});
const toPrompt = (_id: string, ownerId: string) => ({
  _id,
  ownerId,
  title: 'Title',
  content: 'Explain.',
  model: 'gpt-4o',
  createdAt,
  updatedAt: createdAt,
});

async function readAll(list: AsyncIterable<readonly string[]>): Promise<unknown[]> {
  const texts: string[] = [];
  for await (const page of list) texts.push(...page);
  return texts.map((text) => JSON.parse(text)._id);
}

describe('the prompts of a user who was deleted by hand', () => {
  it("are nobody's, also after the next one has signed up", async () => {
    const file = await createFile();
    const store = openStore(file);
    await store.addUser(toUser('ada'), 'hash');
    await store.addPrompt(toPrompt('prompt104', 'ada'));
    const log = { _id: 'log106', promptId: 'prompt104', output: 'a', modelUsed: 'm', createdAt };
    await store.addLog(log);
    change(file, "DELETE FROM users WHERE id = 'ada'");
    for (const id of ['eve', 'ada']) {
      await store.addUser(toUser(id), 'hash');
      expect(await readAll(store.listPrompts(id))).toEqual([]);
      expect(await readAll(store.listLogs(id))).toEqual([]);
      expect(await readAll(store.searchPrompts(id, ['title']))).toEqual([]);
    }

    expect(await store.findPrompt('prompt104')).toBeUndefined();
    expect(await store.findFirstPrompt()).toBeUndefined();
    expect(await store.findLog('log106')).toBeUndefined();
    expect(await store.addLog({ ...log, _id: 'log107' })).toBe(false);
    expect(await store.updatePrompt('prompt104', { title: 'Mine' })).toBeUndefined();
    expect(await store.deletePrompt('prompt104')).toBe(false);
    expect(await store.deleteLog('log106')).toBe(false);
  });
});

describe('data of version 1', () => {
  /** As the first release wrote it. */
  const version1 = `
    CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE users (
      seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, email TEXT NOT NULL UNIQUE,
      password_hash TEXT NOT NULL, record TEXT NOT NULL
    ) STRICT;
    CREATE TABLE prompts (
      seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, owner INTEGER NOT NULL,
      search_text TEXT NOT NULL, record TEXT NOT NULL
    ) STRICT;
    CREATE INDEX prompts_by_owner ON prompts (owner);
    CREATE TABLE logs (
      seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, owner INTEGER NOT NULL,
      prompt INTEGER NOT NULL, record TEXT NOT NULL
    ) STRICT;
    CREATE INDEX logs_by_owner ON logs (owner);
    CREATE INDEX logs_by_prompt ON logs (prompt);
    CREATE TABLE purges (prompt INTEGER PRIMARY KEY) STRICT;
    PRAGMA application_id = 0x50724372; PRAGMA user_version = 1;
  `;

  async function createVersion1(): Promise<string> {
    const file = await createFile();
    const database = new DatabaseSync(file);
    database.exec(version1);
    const email = 'Jose\u0301@example.com';
    const user = toUser('ada', email);
    const prompt = toPrompt('prompt104', 'ada');
    database
      .prepare('INSERT INTO users (seq, id, email, password_hash, record) VALUES (1, ?, ?, ?, ?)')
      .run('ada', email.toLowerCase(), 'hash', JSON.stringify(user));
    const add = 'INSERT INTO prompts (id, owner, search_text, record) VALUES (?, ?, ?, ?)';
    database.prepare(add).run('prompt104', 1, 'title\nexplain.', JSON.stringify(prompt));
    // That of a user who was deleted.
    database.prepare(add).run('prompt105', 7, '', JSON.stringify(toPrompt('prompt105', 'gone')));
    database.prepare("INSERT INTO settings VALUES ('token_secret', 'secret')").run();
    database.close();
    return file;
  }

  it('is upgraded, with everything in it', async () => {
    const store = openStore(await createVersion1());

    expect(await store.findUserByEmail('JOSÉ@example.com')).toMatchObject({ _id: 'ada' });
    expect(await store.findPasswordHash('ada')).toBe('hash');
    expect(await readAll(store.listPrompts('ada'))).toEqual(['prompt104']);
    expect(await readAll(store.searchPrompts('ada', ['expl']))).toEqual(['prompt104']);
    expect(await store.readSetting('token_secret')).toBe('secret');
  });

  it('gives no new user what belonged to one who was deleted', async () => {
    const file = await createVersion1();
    const store = openStore(file);
    for (let count = 0; count < 10; count += 1) await store.addUser(toUser(`user${count}`), 'hash');
    await store.close();
    const { database, close } = openDatabase(file);
    const rows = database.prepare('SELECT min(seq) AS first FROM users WHERE id != ?').all('ada');
    close();

    expect(rows).toEqual([{ first: 8 }]);
  });

  it('is upgraded once', async () => {
    const file = await createVersion1();
    await openStore(file).close();
    await openStore(file).close();

    expect(await openStore(file).findUser('ada')).toBeDefined();
  });
});

describe('a database that another program keeps locked', () => {
  it('is unavailable, and available again afterwards', async () => {
    const file = await createFile();
    const store = openStore(file);
    await store.addUser(toUser('ada'), 'hash');
    const other = new DatabaseSync(file);
    other.exec('BEGIN IMMEDIATE');

    await expect(store.addUser(toUser('bob'), 'hash')).rejects.toBeInstanceOf(
      StoreUnavailableError,
    );
    expect(await store.findUser('ada')).toBeDefined();
    other.exec('ROLLBACK');
    other.close();
    expect(await store.addUser(toUser('bob'), 'hash')).toBe(true);
  });
});

it('is served by one process at a time', async () => {
  const file = await createFile();
  const { close } = openDatabase(file);

  expect(() => openDatabase(file)).toThrow('another process has it open');
  close();
  openDatabase(file).close();
  expect((await readdir(dirname(file))).toSorted()).toEqual(['data.db', 'data.db-lock']);
});
