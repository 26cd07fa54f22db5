import { expect, it } from 'vitest';
import { createSharedBudget, type Share } from '../../../src/serve/http/shared-budget.ts';

function create(max: number) {
  const budget = createSharedBudget(max);
  const gaveUp: string[] = [];
  const open = (name: string, amount = 0): Share => {
    const share = budget.open({ address: name.charAt(0), giveUp: () => gaveUp.push(name) });
    if (amount > 0) share.take(amount);
    return share;
  };
  return { open, gaveUp };
}

it('lets everybody have what there is', () => {
  const { open, gaveUp } = create(10);
  open('a1', 5);
  open('b1', 5).release(2);
  open('c1', 2);

  expect(gaveUp).toEqual([]);
});

it('takes from the address that has the most what has stood still for longest', () => {
  const { open, gaveUp } = create(10);
  const first = open('a1', 3);
  open('a2', 3);
  open('b1', 4);
  first.touch();
  open('c1', 1);

  expect(gaveUp).toEqual(['a2']);
});

it('takes from whoever asks, where that one has the most', () => {
  const { open, gaveUp } = create(10);
  open('b1', 4);
  const greedy = open('a1', 6);
  greedy.take(5);
  greedy.take(5);

  expect(gaveUp).toEqual(['a1']);
  open('c1', 6);
  expect(gaveUp).toEqual(['a1']);
});

it('takes as often as it must', () => {
  const { open, gaveUp } = create(10);
  for (const name of ['a1', 'a2', 'a3', 'a4', 'a5']) open(name, 2);
  open('b1', 5);

  expect(gaveUp).toEqual(['a1', 'a2', 'a3']);
});

it('has back what is done with, once', () => {
  const { open, gaveUp } = create(10);
  const share = open('a1', 10);
  share.end();
  share.end();
  share.release(5);
  share.take(7);
  open('b1', 10);

  expect(gaveUp).toEqual([]);
});

it('leaves those alone that hold nothing', () => {
  const { open, gaveUp } = create(10);
  open('a1');
  open('a2', 11);

  expect(gaveUp).toEqual(['a2']);
});
