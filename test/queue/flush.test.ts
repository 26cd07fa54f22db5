import { expect, it } from 'vitest';
import { fakeTime, startProgram, toLog, within } from './support/fake-time.ts';

fakeTime();

const nothing = { ok: true, stored: 0, failed: [], dropped: 0, pending: 0 };

it('resolves at once where nothing waits', async () => {
  const { queue } = startProgram();
  expect(await queue.flush()).toEqual(nothing);
});

it('resolves when all that was accepted is stored, what is under way included', async () => {
  const { world, queue } = startProgram();
  for (let number = 0; number < 7; number += 1) queue.log(toLog(number));
  await world.pass(20);
  expect(queue.stats.sending).toBe(3);
  const report = await within(world, 2_000, queue.flush());
  expect(report).toEqual({ ...nothing, stored: 7 });
  expect(world.logs).toHaveLength(7);
});

it('does not wait for what is accepted later', async () => {
  const { world, queue } = startProgram();
  queue.log(toLog(1));
  const flush = queue.flush();
  world.fail('post', 'hang');
  await world.pass(1_000);
  // The first one hangs, so that the flush does, and what came later is stored meanwhile.
  queue.log(toLog(2));
  await world.pass(1_000);
  expect(world.logs.map(({ output }) => output)).toEqual(['Answer 2']);
  const report = await within(world, 30_000, flush);
  expect(report).toEqual({ ...nothing, stored: 2 });
});

it.each([
  ['the API is away', 'refused', 'pending'],
  ['the API answers 503', '503', 'pending'],
  ['the platform answers 404', 'platform', 'pending'],
  ['the token is refused', '401', 'pending'],
  ['the API refuses the log', '400', 'failed'],
  ['the prompt is another user’s', '403', 'failed'],
  ['there is no such prompt', '404', 'failed'],
  ['the log is too large', '413', 'failed'],
] as const)('tells what became of a log where %s', async (_name, mood, where) => {
  const { world, queue } = startProgram();
  world.mood = mood;
  queue.log(toLog(1));
  const report = await within(world, 5_050, queue.flush({ timeout: 5_000 }));
  const failure = {
    input: toLog(1),
    error: expect.objectContaining({ status: Number(mood) }),
    outcome: 'not-applied',
  };
  expect(report).toEqual({
    ok: false,
    stored: 0,
    failed: where === 'failed' ? [failure] : [],
    dropped: 0,
    pending: where === 'pending' ? 1 : 0,
  });
  expect(world.logs).toHaveLength(0);
});

it.each(['reset', 'reset-after', '500-after', 'cut-off', 'html'] as const)(
  'stores a log once and says so after: %s',
  async (fault) => {
    const { world, queue } = startProgram();
    world.fail('post', fault);
    queue.log(toLog(1));
    expect(await within(world, 5_000, queue.flush())).toEqual({ ...nothing, stored: 1 });
    expect(world.logs).toHaveLength(1);
  },
);

it('counts what is being sent as pending, and resolves in time while an answer never comes', async () => {
  const { world, queue } = startProgram();
  world.fail('post', 'hang-after');
  queue.log(toLog(1));
  const report = await within(world, 2_050, queue.flush({ timeout: 2_000 }));
  expect(report).toEqual({ ...nothing, ok: false, pending: 1 });
  expect(queue.stats).toMatchObject({ sending: 1 });
});

it('counts from the end of the last flush', async () => {
  const { world, queue } = startProgram({ maxItems: 2 });
  queue.log(toLog(1));
  world.mood = '400';
  expect((await within(world, 1_000, queue.flush()))?.failed).toHaveLength(1);
  expect(await queue.flush()).toEqual(nothing);
  world.mood = 'up';
  for (let number = 2; number < 5; number += 1) queue.log(toLog(number));
  // Stored before this flush begins, and after the last one ended.
  await world.pass(1_000);
  expect(await queue.flush()).toEqual({ ...nothing, ok: false, stored: 2, dropped: 1 });
  expect(await queue.flush()).toEqual(nothing);
});

it('gives two flushes that overlap the same account', async () => {
  const { world, queue } = startProgram();
  queue.log(toLog(1));
  const first = queue.flush();
  await world.pass(10);
  queue.log(toLog(2));
  const second = queue.flush();
  await world.pass(2_000);
  expect((await first).stored).toBeGreaterThanOrEqual(1);
  expect(await second).toEqual({ ...nothing, stored: 2 });
});

it('takes invalid inputs for failures', async () => {
  const { queue } = startProgram();
  queue.log({ ...toLog(1), score: 99 });
  const report = await queue.flush();
  expect(report).toMatchObject({ ok: false, failed: [{ outcome: 'not-applied' }] });
});

it('keeps as many failures for a flush as logs may wait, and forgets no count', async () => {
  const { queue } = startProgram({ maxItems: 10 });
  for (let number = 0; number < 100; number += 1) queue.log({ ...toLog(number), score: 99 });
  const report = await queue.flush();
  expect(report.ok).toBe(false);
  expect(report.failed.length).toBeGreaterThanOrEqual(10);
  expect(report.failed.length).toBeLessThanOrEqual(20);
  expect(queue.stats.failed).toBe(100);
});

it('sends nothing after it was closed, and says what is left', async () => {
  const { world, queue } = startProgram();
  world.mood = '503';
  queue.log(toLog(1));
  queue.log(toLog(2));
  const report = await within(world, 5_050, queue.close());
  expect(report).toEqual({ ...nothing, ok: false, pending: 2 });
  world.mood = 'up';
  expect(await queue.flush()).toEqual({ ...nothing, ok: false, pending: 2 });
  await world.pass(120_000);
  expect(world.logs).toHaveLength(0);
  expect(queue.log(toLog(3))).toBe(false);
  expect(queue.stats).toMatchObject({ pending: 2, sending: 0, stored: 0, dropped: 1 });
});

it('aborts what is under way when its time to close is over', async () => {
  const { world, queue } = startProgram();
  world.fail('post', 'hang');
  queue.log(toLog(1));
  await within(world, 1_050, queue.close({ timeout: 1_000 }));
  expect(queue.stats).toMatchObject({ sending: 0, pending: 1 });
});

it('is closed once, whoever asks for it', async () => {
  const { world, queue } = startProgram();
  queue.log(toLog(1));
  const reports = Promise.all([queue.close(), queue.close(), queue[Symbol.asyncDispose]()]);
  const [first, second] = (await within(world, 2_000, reports)) ?? [];
  expect(first).toEqual({ ...nothing, stored: 1 });
  expect(second).toBe(first);
});

it('lets a flush go that waits while the queue is closed', async () => {
  const { world, queue } = startProgram();
  world.mood = 'refused';
  queue.log(toLog(1));
  const flush = queue.flush({ timeout: 600_000 });
  await within(world, 1_050, queue.close({ timeout: 1_000 }));
  expect(await within(world, 50, flush)).toMatchObject({ ok: false, pending: 1 });
});

it.each([undefined, null, {}, { timeout: Number.NaN }, { timeout: 'soon' }])(
  'has a time of its own where it is given %j',
  async (options) => {
    const { world, queue } = startProgram();
    world.mood = 'refused';
    queue.log(toLog(1));
    expect(await within(world, 30_100, queue.flush(options as never))).toMatchObject({
      pending: 1,
    });
  },
);
