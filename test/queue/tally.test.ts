import { expect, it } from 'vitest';
import { Tally } from '../../src/queue/tally.ts';

const createTally = () => new Tally({ maxItems: 10, maxBytes: 1_000 });

it('has a flush wait for the logs that were accepted before it, and for no others', () => {
  const tally = createTally();
  tally.accept(2);
  const first = tally.startFlush();
  const second = tally.startFlush();
  const epoch = tally.accept();
  const third = tally.startFlush();
  const areDone = () => [first, second, third].map(({ isDone }) => isDone);
  tally.loseUnread(0);
  expect(areDone()).toEqual([false, false, false]);
  tally.loseUnread(epoch);
  expect(areDone()).toEqual([false, false, false]);
  tally.loseUnread(0);
  expect(areDone()).toEqual([true, true, true]);
});
