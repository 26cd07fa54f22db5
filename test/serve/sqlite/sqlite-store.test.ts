import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../../src/serve/sqlite/database.ts';
import { createSqliteStore } from '../../../src/serve/sqlite/sqlite-store.ts';
import { createTables } from '../../../src/serve/sqlite/tables.ts';
import { describeStore } from '../../api/store-suite.ts';
import { createTemporaryFolder, type TemporaryFolder } from '../../support/temporary-folder.ts';

let folder: TemporaryFolder;
let files = 0;

beforeAll(async () => {
  folder = await createTemporaryFolder();
});
afterAll(() => folder[Symbol.asyncDispose]());

function open(file?: string) {
  const opened = openDatabase(file);
  const { database } = opened;
  const tables = createTables(database);
  const store = createSqliteStore(opened, tables, (error) => {
    throw error;
  });
  async function close() {
    if (database.isOpen) await store.close();
  }
  onTestFinished(close);
  return { store, tables, database, close };
}

const openFile = () => {
  files += 1;
  return open(join(folder.path, `${files}.db`));
};

describeStore('the store in a SQLite file', () => openFile().store);
describeStore('the SQLite store in memory', () => open().store);

const createdAt = '2024-06-20T13:13:00.000Z';
const user = { _id: 'ada', name: 'Ada', email: 'ada@example.com', createdAt };
const prompt = {
  _id: 'prompt104',
  ownerId: 'ada',
  title: 'Title',
  content: 'Explain.',
  model: 'gpt-4o',
  createdAt,
  updatedAt: createdAt,
};
const toLog = (index: number, output = 'Short.') => ({
  _id: `log${index}`,
  promptId: prompt._id,
  output,
  modelUsed: 'gpt-4o',
  createdAt,
});

it('waits for the disk with every change', () => {
  const { database } = openFile();
  const full = 2;

  expect(database.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: full });
  expect(database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
});

it('reads a long list in pages, as it was when it began', async () => {
  const { store, tables } = openFile();
  tables.addUser(user, 'hash');
  tables.addPrompt(prompt);
  const output = 'x'.repeat(100_000);
  for (let index = 0; index < 20; index += 1) tables.addLog(toLog(index, output));

  const ids: string[] = [];
  let pages = 0;
  for await (const page of store.listLogs('ada')) {
    pages += 1;
    ids.push(...page.map((text) => JSON.parse(text)._id));
    await store.addLog(toLog(100 + pages));
    await store.deleteLog('log19');
  }
  expect(ids).toEqual(Array.from({ length: 19 }, (_, index) => `log${index}`));
  expect(pages).toBeGreaterThan(5);
});

describe('a search through a long prompt', () => {
  const words = Array.from({ length: 1000 }, (_, index) => `w${index}`);

  function openWithLongPrompt() {
    const { store, tables } = openFile();
    tables.addUser(user, 'hash');
    const content = `${'Explain the steam engine. '.repeat(200_000)}${words.join(' ')}`;
    tables.addPrompt({ ...prompt, content });
    return store;
  }

  it('lets others have their turns', async () => {
    const pages = openWithLongPrompt().searchPrompts('ada', words)[Symbol.asyncIterator]();
    let isOver = false;
    let turns = 0;
    const first = pages.next().finally(() => {
      isOver = true;
    });
    while (!isOver) {
      await setImmediate();
      turns += 1;
    }

    expect((await first).value).toHaveLength(1);
    expect(turns).toBeGreaterThan(5);
  });

  it('ends when its signal is aborted', async () => {
    const controller = new AbortController();
    const list = openWithLongPrompt().searchPrompts('ada', words, controller.signal);
    const first = list[Symbol.asyncIterator]().next();
    await setImmediate();
    controller.abort(new Error('Enough.'));

    await expect(first).rejects.toThrow('Enough.');
  });
});

it('goes on deleting the logs of a deleted prompt when it is opened again', async () => {
  const first = openFile();
  const file = first.database.location() ?? '';
  first.tables.addUser(user, 'hash');
  first.tables.addPrompt(prompt);
  first.database.exec('BEGIN');
  for (let index = 0; index < 1000; index += 1) first.tables.addLog(toLog(index));
  first.database.exec('COMMIT');
  await first.store.deletePrompt(prompt._id);
  await first.close();

  const { database, tables, store } = open(file);
  expect(tables.purges()).toHaveLength(1);
  expect(tables.findLog('log1')).toBeUndefined();
  await store.addPrompt(prompt);
  await store.addLog(toLog(2000));
  await expect.poll(() => tables.purges()).toEqual([]);
  expect(database.prepare('SELECT id FROM logs').all()).toEqual([{ id: 'log2000' }]);
});
