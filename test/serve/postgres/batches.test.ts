import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createBatches } from '../../../src/serve/postgres/batches.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Batches of texts, each of which ends when the test says so. */
function open(options: { concurrency?: number; mostItems?: number; mostWeight?: number } = {}) {
  const begun: (readonly string[])[] = [];
  const ends: ((failure?: Error) => void)[] = [];
  const batches = createBatches<string, string>({
    run: (items) => {
      begun.push(items);
      return new Promise((resolve, reject) => {
        ends.push((failure) =>
          failure ? reject(failure) : resolve(items.map((item) => `${item}!`)),
        );
      });
    },
    weigh: (item) => item.length,
    mostItems: 3,
    mostWeight: 10,
    concurrency: 1,
    waitMs: 3_000,
    ...options,
  });
  return { begun, ends, add: batches.add };
}

it('puts together what comes while a batch is under way', async () => {
  const { begun, ends, add } = open();
  const first = add('a');
  await setImmediate();
  const others = ['b', 'c', 'd', 'e'].map(add);
  await setImmediate();
  expect(begun).toEqual([['a']]);

  ends[0]?.();
  expect(await first).toBe('a!');
  await setImmediate();
  expect(begun).toEqual([['a'], ['b', 'c', 'd']]);
  ends[1]?.();
  await setImmediate();
  ends[2]?.();
  expect(await Promise.all(others)).toEqual(['b!', 'c!', 'd!', 'e!']);
  expect(begun).toHaveLength(3);
});

it('closes a batch that is heavy, and takes an item whatever it weighs', async () => {
  const { begun, ends, add } = open({ concurrency: 3 });
  const all = ['a'.repeat(20), 'b', 'c'.repeat(9), 'd'].map(add);
  await setImmediate();
  expect(begun.map((batch) => batch.length)).toEqual([1, 2, 1]);
  for (const end of ends) end();
  expect(await Promise.all(all)).toHaveLength(4);
});

it('fails the items of one batch, and goes on with the next', async () => {
  const { ends, add } = open({ mostItems: 2 });
  const all = Promise.allSettled(['a', 'b', 'c'].map(add));
  await setImmediate();
  ends[0]?.(new Error('Away.'));
  await setImmediate();
  ends[1]?.();
  expect((await all).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
});

it('gives up what waits too long, and never begins it', async () => {
  const { begun, ends, add } = open();
  const first = add('a');
  await setImmediate();
  const second = add('b').catch((error: Error) => error.name);
  await setImmediate();
  vi.advanceTimersByTime(3_000);
  expect(await second).toBe('TimeoutError');

  ends[0]?.();
  expect(await first).toBe('a!');
  await setImmediate();
  expect(begun).toEqual([['a']]);
});
