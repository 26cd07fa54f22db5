import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createLanes } from '../../src/serve/lanes.ts';

function takeAll<T>(lanes: { take(): T | undefined }): T[] {
  const all: T[] = [];
  for (let item = lanes.take(); item !== undefined; item = lanes.take()) all.push(item);
  return all;
}

it('gives each lane its turn, and each lane within it', () => {
  const lanes = createLanes<string>();
  for (const name of ['ax1', 'ax2', 'ax3', 'ay1', 'bx1', 'bx2']) {
    lanes.add([name.charAt(0), name.charAt(1)], name);
  }

  expect(takeAll(lanes)).toEqual(['ax1', 'bx1', 'ay1', 'bx2', 'ax2', 'ax3']);
});

it('counts what waits, of which some is taken back', () => {
  const lanes = createLanes<string>();
  lanes.add(['a', 'x'], 'one');
  lanes.add(['a', 'y'], 'two');
  lanes.add(['b'], 'three');

  expect([lanes.size, lanes.count('a'), lanes.count('c')]).toEqual([3, 2, 0]);
  expect(lanes.remove(['a', 'x'], 'one')).toBe(true);
  expect(lanes.remove(['a', 'x'], 'one')).toBe(false);
  expect(lanes.remove(['c'], 'three')).toBe(false);
  expect([lanes.size, lanes.count('a')]).toEqual([2, 1]);
  expect(takeAll(lanes)).toEqual(['two', 'three']);
  expect([lanes.size, lanes.count('a')]).toEqual([0, 0]);
});

it('loses nothing, doubles nothing and keeps the order of a lane', () => {
  const path = fc.array(fc.constantFrom('a', 'b'), { maxLength: 2 });
  const step = fc.record({ path, kind: fc.constantFrom('add', 'add', 'take', 'remove') });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const lanes = createLanes<{ name: number; lane: string }>();
      const waiting: { name: number; lane: string; path: string[] }[] = [];
      for (const [name, { path, kind }] of steps.entries()) {
        const lane = path.join();
        if (kind === 'add') {
          const item = { name, lane, path };
          lanes.add(path, item);
          waiting.push(item);
        }
        const first = kind === 'remove' ? waiting.at(-1) : undefined;
        if (first) {
          expect(lanes.remove(first.path, first)).toBe(true);
          waiting.pop();
        }
        const taken = kind === 'take' ? lanes.take() : undefined;
        if (kind === 'take') expect(taken === undefined).toBe(waiting.length === 0);
        if (taken) {
          const oldest = waiting.findIndex((item) => item.lane === taken.lane);
          expect(waiting[oldest]).toBe(taken);
          waiting.splice(oldest, 1);
        }
        expect(lanes.size).toBe(waiting.length);
      }
    }),
  );
});
