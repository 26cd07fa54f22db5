import { expect, it } from 'vitest';
import {
  beginJournal,
  findStoredIds,
  readJournal,
  toOwnerLine,
} from '../../src/transfer/import-journal.ts';
import { MemoryJournal } from './memory-journal.ts';

const owner = { format: 'jsonl', baseUrl: 'https://api.example.com', account: 'ada' };

it('knows a record that was refused, and stored later, before an older one was', async () => {
  const journal = new MemoryJournal();
  const lines = [
    ['s', 0, 'a', 1],
    ['s', 1, 'b', 1],
    ['n', 1, 'refused'],
    ['s', 1, 'b', 2],
    ['d', 1, 'log101'],
  ];
  journal.write(toOwnerLine(owner));
  for (const line of lines) journal.write(`${JSON.stringify(line)}\n`);
  const state = await readJournal(journal, owner);
  if (typeof state === 'string') throw new Error(state);
  expect([0, 1, 2].map((index) => state.isStored(index))).toEqual([false, true, false]);
  expect([...state.doubts.keys()]).toEqual([0]);

  journal.write(`${JSON.stringify(['d', 0, 'log102'])}\n`);
  const later = await readJournal(journal, owner);
  if (typeof later === 'string') throw new Error(later);
  expect([0, 1, 2].map((index) => later.isStored(index))).toEqual([true, true, false]);
  expect([later.last, later.stored]).toEqual([1, 2]);
});

it('keeps the ids of the logs stored last when it begins anew, and how old the others are', async () => {
  const journal = new MemoryJournal();
  journal.write(toOwnerLine(owner));
  for (let at = 0; at < 10_000; at += 1)
    journal.write(`${JSON.stringify(['d', at, `log${at}`, at])}\n`);
  const state = await beginJournal(journal, owner);
  expect(state).toMatchObject({ stored: 0, newest: 9_999, forgottenUntil: 10_000 - 4_097 });
  expect(journal.read()).toHaveLength(4_098);

  const { text } = journal;
  expect(await beginJournal(journal, owner)).toMatchObject({
    newest: 9_999,
    forgottenUntil: 5_903,
  });
  expect(journal.text).toBe(text);
  const ids = new Set(['log5903', 'log5904', 'log9999', 'log10000']);
  expect(await findStoredIds(journal, ids)).toEqual(new Set(['log5904', 'log9999']));
});
