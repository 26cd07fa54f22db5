import { expect, it, vi } from 'vitest';
import { ClientLogQueue } from '../../src/queue/client-log-queue.ts';
import { type Life, live } from './model/lives.ts';
import { Program } from './model/program.ts';
import { turn, World } from './model/world.ts';
import { fakeTime, toLog } from './support/fake-time.ts';

fakeTime();

/** A request of a platform that ends its timers, and its own requests, with it. */
class PlatformRequest implements Life {
  isAlive = true;
  readonly waitedFor: Promise<unknown>[] = [];
  readonly waitUntil = (promise: Promise<unknown>) => this.waitedFor.push(promise);

  run<T>(work: () => T): T {
    return live(this, work);
  }
}

/** A queue at module scope, for requests that must not wait for each other, as in workerd. */
function setUp(options = {}) {
  const world = new World(1);
  const program = new Program(world, undefined);
  const queue = new ClientLogQueue(program.client, options, true);
  return { world, queue };
}

it('starts no timer and sends nothing before the first log', async () => {
  const timers = vi.getTimerCount();
  const { world } = setUp();
  expect(vi.getTimerCount()).toBe(timers);
  await world.pass(10_000);
  expect(world.logs).toHaveLength(0);
});

it('stores what a request logs, and lets its platform wait for that', async () => {
  const { world, queue } = setUp();
  const request = new PlatformRequest();
  const { waitUntil } = request;
  request.run(() => {
    for (let number = 0; number < 12; number += 1) queue.log(toLog(number), { waitUntil });
  });
  expect(request.waitedFor).toHaveLength(12);
  let isOver = false;
  Promise.all(request.waitedFor).then(() => {
    isOver = true;
  });
  await world.pass(2_000);
  expect([isOver, world.logs.length]).toEqual([true, 12]);
});

it('keeps no request waiting for longer than its platform gives it', async () => {
  const { world, queue } = setUp();
  world.mood = '503';
  const request = new PlatformRequest();
  request.run(() => queue.log(toLog(1), { waitUntil: request.waitUntil }));
  let isOver = false;
  request.waitedFor[0]?.then(() => {
    isOver = true;
  });
  await world.pass(24_000);
  expect(isOver).toBe(false);
  await world.pass(1_500);
  expect(isOver).toBe(true);
});

it('sends what one request logs although another one hangs', async () => {
  const { world, queue } = setUp({ concurrency: 1 });
  world.fail('post', 'hang');
  new PlatformRequest().run(() => queue.log(toLog(1)));
  await world.pass(500);
  new PlatformRequest().run(() => queue.log(toLog(2)));
  await world.pass(500);
  expect(world.logs.map(({ output }) => output)).toEqual(['Answer 2']);
});

it('delivers by a later request what one has left behind, once', async () => {
  const { world, queue } = setUp();
  const first = new PlatformRequest();
  world.fail('post', 'hang-after');
  world.fail('post', 'hang');
  first.run(() => {
    for (let number = 0; number < 3; number += 1) queue.log(toLog(number));
  });
  await world.pass(500);
  first.isAlive = false;
  await world.pass(5_000);
  // It may still be alive, for all that is known: nobody sends the same.
  new PlatformRequest().run(() => queue.log(toLog(8)));
  await world.pass(5_000);
  expect(world.logs.filter(({ output }) => output !== 'Answer 8')).toHaveLength(2);
  await world.pass(20_000);
  new PlatformRequest().run(() => queue.log(toLog(9)));
  await world.pass(20_000);
  const outputs = world.logs.map(({ output }) => output).sort();
  expect(outputs).toEqual([0, 1, 2, 8, 9].map((number) => `Answer ${number}`));
  expect(queue.stats).toMatchObject({ stored: 5, pending: 0, sending: 0 });
});

it('flushes by the timers of the request that asks for it', async () => {
  const { world, queue } = setUp();
  const first = new PlatformRequest();
  first.run(() => queue.log(toLog(1)));
  const second = new PlatformRequest();
  const flush = second.run(() => queue.flush({ timeout: 2_000 }));
  await world.pass(1_000);
  expect(await flush).toMatchObject({ ok: true, stored: 1 });
});

it('tells the truth to a request that flushes what a dead one has left', async () => {
  const { world, queue } = setUp();
  const first = new PlatformRequest();
  world.fail('post', 'hang-after');
  first.run(() => queue.log(toLog(1)));
  await world.pass(500);
  first.isAlive = false;
  const early = new PlatformRequest().run(() => queue.flush({ timeout: 1_000 }));
  await world.pass(1_100);
  expect(await early).toMatchObject({ ok: false, pending: 1 });
  await world.pass(20_000);
  const late = new PlatformRequest().run(() => queue.flush({ timeout: 25_000 }));
  await world.pass(25_100);
  expect(await late).toMatchObject({ ok: true, stored: 1 });
  expect(world.logs).toHaveLength(1);
});

it('lets another request find out that the API is back', async () => {
  const { world, queue } = setUp();
  world.mood = '503';
  const first = new PlatformRequest();
  first.run(() => {
    for (let number = 0; number < 5; number += 1) queue.log(toLog(number));
  });
  await world.pass(10_000);
  world.mood = 'up';
  new PlatformRequest().run(() => queue.log(toLog(9)));
  await world.pass(35_000);
  await turn();
  expect(world.logs).toHaveLength(6);
});
