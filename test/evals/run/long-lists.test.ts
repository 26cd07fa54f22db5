import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { findRun } from '../../../src/evals/index.ts';
import { createLab } from '../support/create-lab.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => vi.useRealTimers());

/** A list of some hundred bytes, one every second: it takes longer than a call may by default. */
const slowly = { with: { drip: 1_000 }, on: 'getLogsByPrompt', times: Number.POSITIVE_INFINITY };

async function pass<T>(promise: Promise<T>): Promise<T> {
  let isOver = false;
  const ended = promise.finally(() => {
    isOver = true;
  });
  ended.catch(() => {});
  while (!isOver) await vi.advanceTimersByTimeAsync(1_000);
  return ended;
}

it('a run is found, and goes on, however long the list of its logs takes', async () => {
  const lab = await createLab();
  const first = await lab.run({ name: 'first' });
  await first.label('accepted');
  lab.api.fail({ ...slowly, on: 'getLogsByPrompt' });

  const found = await pass(findRun(lab.client, 'prompt101', { label: 'accepted' }));
  expect(found?.results).toHaveLength(3);
  const again = await pass(lab.run({ name: 'first' }));
  expect(again.counts).toMatchObject({ done: 6, resumed: 6 });
});

it('a caller says how long it may take', async () => {
  const lab = await createLab();
  await (await lab.run({ name: 'first' })).label('accepted');
  lab.api.fail({ ...slowly, on: 'getLogsByPrompt' });
  const options = { label: 'accepted', timeout: 30_000 };

  await expect(pass(findRun(lab.client, 'prompt101', options))).rejects.toMatchObject({
    name: 'PromptCrafterTimeoutError',
  });
});
