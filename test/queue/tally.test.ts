import { expect, it } from 'vitest';
import { PromptCrafterError } from '../../src/core/errors.ts';
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

it('keeps the latest failures for a flush, as many as have room', () => {
  const tally = createTally();
  const flush = tally.startFlush();
  const error = new PromptCrafterError('Failed.', { outcome: 'not-applied' });
  const refuse = (promptId: string, bytes: number) =>
    tally.refuse(
      { input: { promptId, output: '', modelUsed: '' }, error, outcome: 'not-applied' },
      bytes,
    );
  for (const [promptId, bytes] of [
    ['a', 10],
    ['b', 600],
    ['c', 600],
    ['d', 400],
  ] as const)
    refuse(promptId, bytes);
  expect(flush.end().failed.map(({ input }) => input.promptId)).toEqual(['c', 'd']);
});
