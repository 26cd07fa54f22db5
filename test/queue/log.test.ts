import { expect, it, onTestFinished, vi } from 'vitest';
import { PromptCrafterValidationError } from '../../src/index.ts';
import { createLogQueue, type LogFailure } from '../../src/queue/index.ts';
import { createObservedClient, never } from '../support/create-observed-client.ts';
import { fakeTime, startProgram, toLog } from './support/fake-time.ts';

fakeTime();

it('accepts a log, and sends it in a later turn', async () => {
  const { client, requests } = createObservedClient(never);
  const queue = createLogQueue(client);
  expect(queue.log(toLog(1))).toBe(true);
  await Promise.resolve();
  expect(requests).toHaveLength(0);
  await vi.advanceTimersByTimeAsync(1);
  expect(requests).toHaveLength(1);
});

it('keeps a copy of the input, whatever becomes of it', async () => {
  const { world, queue, diary } = startProgram();
  const variables: Record<string, string> = { topic: 'steam engines' };
  const input = { ...toLog(1), notes: 'Short.', score: 7, meta: { ms: 12, variables } };
  const before = structuredClone(input);
  queue.log(input);
  input.output = 'changed';
  variables.topic = 'changed';
  await world.pass(1_000);
  expect(diary.stored).toEqual([before]);
  expect(world.logs[0]).toMatchObject({
    output: 'Answer 1',
    notes: 'Short.\npromptcrafter-meta: {"v":1,"ms":12,"variables":{"topic":"steam engines"}}',
  });
});

it.each([
  ['no output', { ...toLog(1), output: '' }, 'output'],
  ['a score of 11', { ...toLog(1), score: 11 }, 'score'],
  ['a field that the API does not know', { ...toLog(1), latency: 12 }, 'latency'],
  ['meta that JSON cannot hold', { ...toLog(1), meta: { ms: Number.NaN } }, 'meta'],
  ['nothing', undefined, 'object'],
  ['a text', 'Yes', 'object'],
])('refuses %s, and says why', (_name, input, field) => {
  const failures: LogFailure[] = [];
  const { queue } = startProgram({ onFailed: (failure) => failures.push(failure) });
  expect(queue.log(input as never)).toBe(false);
  expect(failures).toHaveLength(1);
  const [{ error, outcome }] = failures as [LogFailure];
  expect(error).toBeInstanceOf(PromptCrafterValidationError);
  expect(`${error}`).toContain(field);
  expect(outcome).toBe('not-applied');
  expect(queue.stats).toMatchObject({ pending: 0, failed: 1 });
});

it('never throws, whatever it is given and whatever its hooks do', async () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  const hostile: unknown[] = [
    null,
    proxy,
    Object.defineProperty({}, 'output', {
      enumerable: true,
      get() {
        throw new Error('no');
      },
    }),
    { ...toLog(1), output: Symbol('no') },
    { ...toLog(1), meta: { toJSON: () => 1n } },
    () => undefined,
  ];
  const throws = () => {
    throw new Error('a hook of the user');
  };
  const rejects = () => Promise.reject(new Error('a hook of the user'));
  for (const hook of [throws, rejects]) {
    const { world, queue } = startProgram({
      maxItems: 1,
      onStored: hook,
      onFailed: hook,
      onDropped: hook,
      waitUntil: hook,
      logger: { warn: throws, error: throws, info: throws },
    });
    for (const input of hostile) expect(queue.log(input as never)).toBe(false);
    expect([queue.log(toLog(1)), queue.log(toLog(2))]).toEqual([true, false]);
    await world.pass(1_000);
    expect(queue.stats).toMatchObject({ stored: 1, failed: hostile.length, dropped: 1 });
  }
});

it('takes options that cannot be read for none', async () => {
  const hostile = new Proxy(
    {},
    {
      get() {
        throw new Error('no');
      },
    },
  );
  const { world, queue } = startProgram();
  expect(queue.log(toLog(1), hostile)).toBe(true);
  const reports = [queue.flush(hostile), queue.close(hostile)];
  await world.pass(1_000);
  expect(await Promise.all(reports)).toMatchObject([{ stored: 1 }, { stored: 1 }]);
});

it('drops what finds no room, and says so', () => {
  const { queue, diary } = startProgram({ maxItems: 2 });
  expect([1, 2, 3].map((number) => queue.log(toLog(number)))).toEqual([true, true, false]);
  expect(diary.dropped).toEqual([toLog(3)]);
  expect(queue.stats).toMatchObject({ pending: 2, dropped: 1 });
});

it('drops the oldest logs for the youngest where that is wanted', async () => {
  const { world, queue, diary } = startProgram({ maxItems: 2, whenFull: 'drop-oldest' });
  expect([1, 2, 3].map((number) => queue.log(toLog(number)))).toEqual([true, true, true]);
  expect(diary.dropped).toEqual([toLog(1)]);
  await world.pass(1_000);
  expect(world.logs.map(({ output }) => output).sort()).toEqual(['Answer 2', 'Answer 3']);
});

it('drops the oldest logs also where they were tried in vain', async () => {
  const { world, queue, diary } = startProgram({ maxItems: 3, whenFull: 'drop-oldest' });
  world.mood = 'refused';
  for (let number = 1; number <= 3; number += 1) {
    queue.log(toLog(number));
    await world.pass(100);
  }
  await world.pass(60_000);
  for (let number = 4; number <= 7; number += 1) queue.log(toLog(number));
  expect(diary.dropped).toEqual([toLog(1), toLog(2), toLog(3), toLog(4)]);
});

it('drops none that may be stored already', async () => {
  const { world, queue, diary } = startProgram({ maxItems: 1, whenFull: 'drop-oldest' });
  world.fail('post', 'hang-after');
  queue.log(toLog(1));
  await world.pass(200);
  expect(queue.log(toLog(2))).toBe(false);
  expect(diary.dropped).toEqual([toLog(2)]);
});

it('counts the bytes of what waits, and has room again once that is stored', async () => {
  const long = { ...toLog(1), output: 'ä'.repeat(400) };
  const { world, queue } = startProgram({ maxBytes: 2_000 });
  expect([queue.log(long), queue.log(long), queue.log(long)]).toEqual([true, true, false]);
  expect(queue.stats.bytes).toBeGreaterThan(1_600);
  await world.pass(1_000);
  expect(queue.stats.bytes).toBe(0);
  expect(queue.log(long)).toBe(true);
});

it('lets no log push others out that would not fit by itself', () => {
  const { queue, diary } = startProgram({ maxBytes: 1_000, whenFull: 'drop-oldest' });
  queue.log(toLog(1));
  expect(queue.log({ ...toLog(2), output: 'x'.repeat(1_001) })).toBe(false);
  expect(diary.dropped.map(({ output }) => output.length)).toEqual([1_001]);
});

it('says how old the oldest log is', async () => {
  const { world, queue } = startProgram();
  world.mood = '503';
  queue.log(toLog(1));
  await world.pass(5_000);
  queue.log(toLog(2));
  expect(queue.stats.oldest).toBeGreaterThanOrEqual(5_000);
  expect(queue.stats.oldest).toBeLessThan(5_100);
});

it('has so many logs under way at a time, and no more', async () => {
  const { world, queue } = startProgram({ concurrency: 2 });
  world.fail('post', 'hang');
  world.fail('post', 'hang');
  for (let number = 0; number < 5; number += 1) queue.log(toLog(number));
  await world.pass(1_000);
  expect(queue.stats).toMatchObject({ sending: 2, pending: 3, stored: 0 });
});

it.each([
  ['concurrency', 0],
  ['concurrency', 10_001],
  ['maxItems', 0],
  ['maxBytes', 1.5],
  ['whenFull', 'wait'],
  ['onStored', true],
  ['waitUntil', {}],
  ['spool', './folder'],
])('refuses the option %s: %s', (option, value) => {
  expect(() => startProgram({ [option]: value } as never)).toThrow(PromptCrafterValidationError);
});

it('refuses something that is no client', () => {
  expect(() => createLogQueue({} as never)).toThrow(
    'Failed to create a log queue: client must be a PromptCrafterClient. Pass the one that you log with.',
  );
});

it('fails a log once that is too long to be sent, and goes on with the others', async () => {
  const { stringify } = JSON;
  const spy = vi.spyOn(JSON, 'stringify').mockImplementation((value: { output?: string }) => {
    // Escaped, it would be longer than a string can be.
    if (value?.output === 'huge') throw new RangeError('Invalid string length');
    return stringify(value);
  });
  onTestFinished(() => spy.mockRestore());
  const { world, queue, diary } = startProgram();
  queue.log({ ...toLog(1), output: 'huge' });
  queue.log(toLog(2));
  await world.pass(60_000);
  expect(queue.stats).toMatchObject({ pending: 0, stored: 1, failed: 1 });
  expect(diary.failed).toEqual([{ input: expect.anything(), outcome: 'not-applied' }]);
  expect(diary.failed[0]?.input.output).toBe('huge');
});
