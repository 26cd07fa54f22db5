import { expect, it } from 'vitest';
import { openDatabase } from '../../../src/serve/sqlite/database.ts';
import { createTables } from '../../../src/serve/sqlite/tables.ts';
import { createWriteGroups } from '../../../src/serve/sqlite/write-groups.ts';

function open() {
  const { database } = openDatabase();
  const tables = createTables(database);
  return { database, tables, ...createWriteGroups(database) };
}

it('puts the changes of one turn into one transaction', async () => {
  const { database, tables, write } = open();
  const isOpen = () => database.isTransaction;
  const pending = [
    write(() => tables.addSetting({ name: 'a', value: '1' })),
    write(() => tables.addSetting({ name: 'b', value: '2' })),
  ];

  expect(isOpen()).toBe(true);
  await Promise.all(pending);
  expect(isOpen()).toBe(false);
  expect([tables.readSetting('a'), tables.readSetting('b')]).toEqual(['1', '2']);
});

it('makes none of the changes of a turn when one fails, and those of the next', async () => {
  const { tables, write } = open();
  const failure = new Error('The disk is full.');
  const results = await Promise.allSettled([
    write(() => tables.addSetting({ name: 'a', value: '1' })),
    write(() => {
      throw failure;
    }),
  ]);

  expect(results.map((result) => result.status === 'rejected' && result.reason)).toEqual([
    failure,
    failure,
  ]);
  expect(tables.readSetting('a')).toBeUndefined();
  await write(() => tables.addSetting({ name: 'a', value: '2' }));
  expect(tables.readSetting('a')).toBe('2');
});

it('settles when the changes under way are on the disk', async () => {
  const { database, tables, write, settle } = open();
  void write(() => tables.addSetting({ name: 'a', value: '1' }));

  await settle();
  expect(database.isTransaction).toBe(false);
  await settle();
});
