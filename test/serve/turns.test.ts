import { setImmediate } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { createAdmission, createTurns, sliceMs } from '../../src/serve/turns.ts';

it('lets one piece of work go on in each turn of the event loop', async () => {
  const takeTurn = createTurns();
  const done: string[] = [];
  const work = async (name: string, slices: number) => {
    for (let slice = 0; slice < slices; slice += 1) {
      await takeTurn([name]);
      done.push(name);
    }
  };
  const all = Promise.all([work('a', 3), work('b', 1), work('c', 2)]);
  for (let turn = 1; turn <= 6; turn += 1) {
    await setImmediate();
    expect(done.length).toBeLessThanOrEqual(turn);
  }

  await all;
  expect(done.slice(0, 3).toSorted()).toEqual(['a', 'b', 'c']);
});

describe('admission', () => {
  it('is at once for what is small', async () => {
    const admit = createAdmission();
    let admitted = 0;
    for (let count = 0; count < 100; count += 1) {
      void admit().then(() => {
        admitted += 1;
      });
    }
    await Promise.resolve();
    await Promise.resolve();

    expect(admitted).toBe(100);
  });

  it('lets lanes take turns once something took long', async () => {
    let now = 0;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => now);
    const admit = createAdmission();
    const done: string[] = [];
    const work = async (name: string) => {
      await admit([name.charAt(0)]);
      now += sliceMs;
      done.push(name);
    };
    const all: Promise<void>[] = [];
    for (const name of ['a1', 'a2', 'a3', 'b1', 'c1']) {
      all.push(work(name));
      // What is begun within one turn has been done before the next comes in.
      for (let step = 0; step < 5; step += 1) await Promise.resolve();
    }
    await Promise.all(all);
    clock.mockRestore();

    expect(done).toEqual(['a1', 'a2', 'b1', 'c1', 'a3']);
  });
});
