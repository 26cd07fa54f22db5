import { expect, it, vi } from 'vitest';
import { createLogQueue } from '../../src/queue/index.ts';
import { fakeTime, startProgram, toLog } from './support/fake-time.ts';
import { ScriptedApi } from './support/scripted-api.ts';

fakeTime();

function createLogger() {
  const lines: string[] = [];
  const tell = (level: string) => (message: string) => lines.push(`${level}: ${message}`);
  const logger = { info: tell('info'), warn: tell('warn'), error: tell('error') };
  return { lines, logger };
}

it.each(['refused', '503', 'platform'] as const)(
  'waits out an outage with one request now and then: %s',
  async (mood) => {
    const { lines, logger } = createLogger();
    const { world, program, queue } = startProgram({ logger });
    const sent = vi.spyOn(program.client, 'createLog');
    world.mood = mood;
    for (let number = 0; number < 50; number += 1) queue.log(toLog(number));
    await world.pass(600_000);
    expect(sent.mock.calls.length).toBeLessThan(60);
    expect(queue.stats).toMatchObject({ pending: 50, stored: 0, failed: 0 });
    world.mood = 'up';
    // The gate opens within half a minute; no log waits for longer because of an outage.
    await world.pass(35_000);
    expect(queue.stats).toMatchObject({ pending: 0, stored: 50 });
    expect(world.logs).toHaveLength(50);
    expect(lines.filter((line) => line.startsWith('warn')).length).toBeLessThanOrEqual(1);
    expect(lines).toContain('info: promptcrafter queue: logs are stored again');
  },
);

it('tries at once where somebody waits for it', async () => {
  const { world, queue } = startProgram();
  world.mood = 'refused';
  for (let number = 0; number < 5; number += 1) queue.log(toLog(number));
  await world.pass(300_000);
  world.mood = 'up';
  const flush = queue.flush();
  await world.pass(1_500);
  expect(await flush).toMatchObject({ ok: true, stored: 5 });
});

it('comes back when the server has asked it to', async () => {
  const api = new ScriptedApi();
  const queue = createLogQueue(api.client);
  queue.log(toLog(1));
  queue.log(toLog(2));
  (await api.next(1)).answer(429, '', { 'retry-after': '20' });
  api.accept(await api.next());
  queue.log(toLog(3));
  await api.pass(0);
  // One succeeded meanwhile, so that the others need not wait.
  api.accept(await api.next(10));
  api.accept(await api.next(1_000));
  queue.log(toLog(4));
  (await api.next(10)).answer(429, '', { 'retry-after': '20' });
  queue.log(toLog(5));
  expect(await api.pass(19_900)).toBe(0);
  api.accept(await api.next(150));
  api.accept(await api.next(150));
  await api.pass(0);
  expect(queue.stats).toMatchObject({ stored: 5 });
});

it('delays a log that fails by itself, and no other', async () => {
  const api = new ScriptedApi();
  const queue = createLogQueue(api.client, { concurrency: 1 });
  queue.log(toLog(1));
  for (let round = 0; round < 4; round += 1) {
    const create = await api.next(10_000);
    expect(create.body?.output).toBe('Answer 1');
    create.answer(429, '');
    queue.log(toLog(round + 2));
    api.accept(await api.next(10));
  }
  await api.pass(0);
  expect(queue.stats).toMatchObject({ pending: 1, stored: 4 });
});

it('holds everything while the token is refused, and tries every half minute', async () => {
  const { lines, logger } = createLogger();
  const api = new ScriptedApi();
  const queue = createLogQueue(api.client, { logger });
  for (let number = 0; number < 3; number += 1) queue.log(toLog(number));
  await api.pass(1);
  for (let number = 0; number < 3; number += 1)
    (await api.next()).answer(401, { error: 'expired' });
  expect(await api.pass(29_000)).toBe(0);
  (await api.next(1_100)).answer(401, { error: 'expired' });
  expect(await api.pass(29_000)).toBe(0);
  api.accept(await api.next(1_100));
  for (let number = 0; number < 2; number += 1) api.accept(await api.next(10));
  await api.pass(0);
  expect(queue.stats).toMatchObject({ stored: 3, failed: 0 });
  expect(lines).toEqual([
    'warn: promptcrafter queue: the token is refused: logs wait for another',
    'info: promptcrafter queue: logs are stored again',
  ]);
});

it('goes on at once with another token', async () => {
  const api = new ScriptedApi();
  const queue = createLogQueue(api.client);
  queue.log(toLog(1));
  (await api.next(1)).answer(401, { error: 'expired' });
  await api.pass(5_000);
  api.client.setToken('another-token-of-a-test');
  const create = await api.next(5);
  expect(create.token).toBe('Bearer another-token-of-a-test');
  api.accept(create);
  await api.pass(0);
  expect(queue.stats).toMatchObject({ stored: 1 });
});

it('does not hold a new token to account for what an old one was refused', async () => {
  const api = new ScriptedApi();
  const queue = createLogQueue(api.client);
  queue.log(toLog(1));
  const create = await api.next(1);
  api.client.setToken('another-token-of-a-test');
  create.answer(401, { error: 'expired' });
  api.accept(await api.next(100));
  await api.pass(0);
  expect(queue.stats).toMatchObject({ stored: 1 });
});

it('asks a token function once more before it holds', async () => {
  let asked = 0;
  const api = new ScriptedApi({
    token: () => {
      asked += 1;
      return `token-number-${asked}`;
    },
  });
  const queue = createLogQueue(api.client);
  queue.log(toLog(1));
  (await api.next(1)).answer(401, { error: 'expired' });
  api.accept(await api.next());
  await api.pass(0);
  expect(asked).toBe(2);
  expect(queue.stats).toMatchObject({ stored: 1 });
});

it('waits for a token function that fails', async () => {
  let fails = true;
  const api = new ScriptedApi({
    token: () => {
      if (fails) throw new Error('the login is away');
      return 'a-token-of-a-test';
    },
  });
  const queue = createLogQueue(api.client);
  queue.log(toLog(1));
  expect(await api.pass(60_000)).toBe(0);
  fails = false;
  api.accept(await api.next(61_000));
  await api.pass(0);
  expect(queue.stats).toMatchObject({ stored: 1 });
});

it.each([400, 403, 413])('ends a log at once that the API refuses: %i', async (status) => {
  const { lines, logger } = createLogger();
  const api = new ScriptedApi();
  const queue = createLogQueue(api.client, { logger });
  queue.log(toLog(1));
  (await api.next(1)).answer(status, { error: 'No.' });
  expect(await api.pass(120_000)).toBe(0);
  expect(queue.stats).toMatchObject({ failed: 1, pending: 0 });
  expect(lines).toEqual(['error: promptcrafter queue: a log was refused: No.']);
});

it('tells each kind of trouble once in a minute, and how often it came', async () => {
  const { lines, logger } = createLogger();
  const { world, queue } = startProgram({ logger, maxItems: 1 });
  for (let number = 0; number < 20; number += 1) queue.log(toLog(number));
  await world.pass(61_000);
  for (let number = 0; number < 3; number += 1) queue.log(toLog(number));
  expect(lines).toEqual([
    'error: promptcrafter queue: the queue is full: logs are dropped',
    'error: promptcrafter queue: the queue is full: logs are dropped (19 times since this was said last)',
  ]);
});

it("tells the client's logger where it has none of its own", async () => {
  const { lines, logger } = createLogger();
  const api = new ScriptedApi({ logger });
  const queue = createLogQueue(api.client, { maxItems: 1 });
  queue.log(toLog(1));
  queue.log(toLog(2));
  expect(lines).toEqual(['error: promptcrafter queue: the queue is full: logs are dropped']);
});
