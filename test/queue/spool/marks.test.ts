import fc from 'fast-check';
import { expect, it } from 'vitest';
import { IndexSet } from '../../../src/queue/spool/index-set.ts';
import { readMarks } from '../../../src/queue/spool/marks.ts';

const read = (...marks: unknown[]) =>
  readMarks(marks.map((mark) => `${JSON.stringify(mark)}\n`).join(''));

const sent = (index: number, at = 1_000) => ['s', index, at, null, `key${index}`, 'prompt104'];

it('knows what is being sent, what may be stored, and what surely is not', () => {
  const { sent: may } = read(sent(0), sent(1), sent(2), ['u', 1], ['n', 2]);
  expect(Array.from(may, ([index, { isUnderWay }]) => [index, isUnderWay])).toEqual([
    [0, true],
    [1, false],
  ]);
});

it('counts an unsettled attempt from when it was sent first', () => {
  const { sent: may } = read(sent(0, 1_000), ['u', 0], sent(0, 2_000));
  expect(may.get(0)).toMatchObject({ at: 1_000, isUnderWay: true });
  const again = read(sent(0, 1_000), ['n', 0], sent(0, 2_000));
  expect(again.sent.get(0)).toMatchObject({ at: 2_000 });
});

it('remembers which record is whose', () => {
  const state = read(sent(0), ['d', 0, 'log7', 3_000], sent(1), ['f', 1]);
  expect(state.stored).toEqual([{ id: 'log7', at: 3_000, key: 'key0', promptId: 'prompt104' }]);
  expect([state.settled.has(0), state.settled.has(1), state.sent.size]).toEqual([true, true, 0]);
  expect(state.lastStoredAt).toBe(3_000);
});

it('takes every log for doubtful that has no mark since the machine died', () => {
  const state = read(
    ['n', 0],
    sent(1, 400),
    ['d', 2, 'log2', 1],
    ['b', 500],
    ['n', 3],
    sent(3, 900),
  );
  const doubts = [0, 1, 3, 4].map((index) => state.doubtOf(index)?.at);
  expect(doubts).toEqual([500, 400, 900, 500]);
  const later = read(['b', 500], ['n', 0], ['c', 1]);
  expect([later.doubtOf(0), later.oldestSentAt]).toEqual([undefined, 500]);
  expect(read(['b', 500], ['f', 0], ['c', 1]).oldestSentAt).toBe(Number.POSITIVE_INFINITY);
});

it('leaves out what is torn, damaged or of a later version', () => {
  const text = `${JSON.stringify(sent(0))}\n\0\0\0\n["x",1]\n["d",0]\n{"d":1}\n["n","0"]\n["c",5]\n["d",0,"lo`;
  const state = readMarks(text);
  expect(state.sent.size).toBe(1);
  expect(state.settled.size).toBe(0);
  expect(state.count).toBe(5);
});

it('is a set of indices, in whatever order they come', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 30 })), (indices) => {
      const set = new IndexSet();
      for (const index of indices) set.add(index);
      expect(set.size).toBe(new Set(indices).size);
      for (let index = 0; index <= 31; index += 1) {
        expect(set.has(index)).toBe(indices.includes(index));
      }
    }),
  );
});
