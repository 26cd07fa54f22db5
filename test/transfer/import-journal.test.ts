import { expect, it } from 'vitest';
import { readJournal, toOwnerLine } from '../../src/transfer/import-journal.ts';
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
