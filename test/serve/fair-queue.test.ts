import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ApiError } from '../../src/api/api-errors.ts';
import { createFairQueue } from '../../src/serve/fair-queue.ts';

const { signal } = new AbortController();

/** A queue, and work that is done when it is told to be. */
function create(options: Partial<Parameters<typeof createFairQueue>[0]> = {}) {
  const queue = createFairQueue({
    concurrency: 1,
    waitingPerAddress: 10,
    waiting: 20,
    ...options,
  });
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const run = (
    name: string,
    caller = { address: name.charAt(0), account: '', signal },
    mayBegin = () => {},
  ) =>
    queue.run(
      async () => {
        begun.push(name);
        await new Promise<void>((resolve) => ends.push(resolve));
        return name;
      },
      caller,
      mayBegin,
    );
  const endNext = async () => {
    await setImmediate();
    ends.shift()?.();
    await setImmediate();
  };
  return { queue, run, begun, endNext };
}

it('has as much work under way as it may, and no more', async () => {
  const { run, begun, endNext } = create({ concurrency: 2 });
  const all = ['a1', 'b1', 'c1', 'd1'].map((name) => run(name));

  await setImmediate();
  expect(begun).toEqual(['a1', 'b1']);
  await endNext();
  expect(begun).toEqual(['a1', 'b1', 'c1']);
  await endNext();
  await endNext();
  await endNext();
  expect(await Promise.all(all)).toEqual(['a1', 'b1', 'c1', 'd1']);
});

it('lets addresses take turns, whoever asks how much', async () => {
  const { run, begun, endNext } = create();
  for (const name of ['a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'c1']) void run(name);
  for (let count = 0; count < 7; count += 1) await endNext();

  expect(begun).toEqual(['a1', 'a2', 'b1', 'c1', 'a3', 'b2', 'a4']);
});

it('gives up work whose client has left, and only what has not begun', async () => {
  const { run, begun, endNext } = create();
  const controller = new AbortController();
  const caller = { address: 'a', account: '', signal: controller.signal };
  const first = run('a1', caller);
  const second = run('a2', caller);
  const other = run('b1');
  controller.abort(new Error('The client has left.'));

  await expect(second).rejects.toThrow('The client has left.');
  await expect(run('a3', caller)).rejects.toThrow('The client has left.');
  await endNext();
  expect(await first).toBe('a1');
  await endNext();
  expect(await other).toBe('b1');
  expect(begun).toEqual(['a1', 'b1']);
});

describe('where too much waits', () => {
  const busy = expect.objectContaining({ status: 503, retryAfter: 2000 });

  it('refuses an address that has its share, and no other', async () => {
    const { run, begun } = create({ waitingPerAddress: 2 });
    for (const name of ['a1', 'a2', 'a3']) void run(name);

    await expect(run('a4')).rejects.toEqual(busy);
    await expect(run('a4')).rejects.toBeInstanceOf(ApiError);
    void run('b1');
    await setImmediate();
    expect(begun).toEqual(['a1']);
  });

  it('refuses everybody but the server itself', async () => {
    const { queue, run } = create({ waiting: 2 });
    for (const name of ['a1', 'b1', 'c1']) void run(name);

    await expect(run('d1')).rejects.toEqual(busy);
    const own = queue.run(async () => 'own');
    await expect(Promise.race([own, setImmediate('waiting')])).resolves.toBe('waiting');
  });

  it('has room again once something is done', async () => {
    const { run, endNext } = create({ waitingPerAddress: 1 });
    for (const name of ['a1', 'a2']) void run(name);
    await endNext();

    await expect(Promise.race([run('a3'), setImmediate('waiting')])).resolves.toBe('waiting');
  });
});

it('asks when it is the turn of some work whether it may still begin', async () => {
  const { run, begun, endNext } = create();
  let mayBegin = true;
  void run('a1');
  const second = run('a2', undefined, () => {
    if (!mayBegin) throw new Error('Too many failures.');
  });
  mayBegin = false;
  const rejected = expect(second).rejects.toThrow('Too many failures.');
  await endNext();

  await rejected;
  expect(begun).toEqual(['a1']);
  void run('a3');
  await setImmediate();
  expect(begun).toEqual(['a1', 'a3']);
});

it('goes on after work that fails', async () => {
  const { queue } = create();
  const failed = queue.run(async () => {
    throw new Error('No memory.');
  });

  await expect(failed).rejects.toThrow('No memory.');
  expect(await queue.run(async () => 'done')).toBe('done');
});

it('lets the accounts that one address asks for take turns', async () => {
  const { run, begun, endNext } = create();
  for (const name of ['a1', 'a2', 'a3']) void run(name, { address: 'a', account: 'ada', signal });
  void run('b1', { address: 'a', account: 'bob', signal });
  for (let count = 0; count < 4; count += 1) await endNext();

  expect(begun).toEqual(['a1', 'a2', 'b1', 'a3']);
});
