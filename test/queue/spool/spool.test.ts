import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { createLogQueue } from '../../../src/queue/index.ts';
import { openSpool } from '../../../src/queue/node-spool.ts';
import { toToken } from '../model/program.ts';
import { fakeTime, toLog } from '../support/fake-time.ts';
import { ScriptedApi } from '../support/scripted-api.ts';
import { createLogger, findFile, readFolder, setUpSpool } from '../support/spool-folder.ts';

fakeTime();

it('keeps what waits in files that their owner alone may read, and no token in them', async () => {
  const { folder, world, start } = await setUpSpool();
  world.mood = '503';
  const program = start();
  for (let number = 0; number < 3; number += 1) program.log(toLog(number));
  await world.pass(5_000);
  for (const name of ['', ...readdirSync(folder, { recursive: true, encoding: 'utf8' })]) {
    const stat = statSync(join(folder, name));
    expect([name, stat.mode & 0o777]).toEqual([name, stat.isDirectory() ? 0o700 : 0o600]);
  }
  const text = Array.from(readFolder(folder).values()).join('');
  expect(text).toContain('Answer 2');
  const secret = toToken('user1');
  for (const part of [secret, ...secret.split('.').slice(1)]) expect(text).not.toContain(part);
});

it('has written down what it accepted when log returns', async () => {
  const { folder, start } = await setUpSpool();
  start().log(toLog(1));
  expect(readFileSync(findFile(folder, '.log'), 'utf8')).toContain('Answer 1');
});

it('deletes what is stored, and in the end everything', async () => {
  const { folder, world, start } = await setUpSpool();
  const program = start();
  for (let number = 0; number < 20; number += 1) program.log(toLog(number));
  await world.pass(8_000);
  expect(program.diary.stored).toHaveLength(20);
  expect(Array.from(readFolder(folder).values()).join('')).not.toContain('Answer');
  await world.pass(20_000);
  expect(readdirSync(folder)).toEqual([]);
});

it('leaves no log behind when it is closed', async () => {
  const { folder, world, start } = await setUpSpool();
  const program = start();
  program.log(toLog(1));
  program.close(5_000);
  await world.pass(1_000);
  expect(Array.from(readFolder(folder).values()).join('')).not.toContain('Answer');
});

it('holds in memory what it may, and the rest on the disk', async () => {
  const { world, start } = await setUpSpool();
  world.mood = '503';
  const program = start({ maxItems: 10 });
  for (let number = 0; number < 200; number += 1) program.log(toLog(number));
  expect(program.diary.accepted).toHaveLength(200);
  await world.pass(5_000);
  expect(program.queue.stats).toMatchObject({ pending: 200, dropped: 0 });
  world.mood = 'up';
  const flush = program.flush(60_000);
  await world.pass(30_000);
  expect(await flush).toMatchObject({ ok: true, stored: 200 });
  expect(new Set(world.logs.map(({ output }) => output)).size).toBe(200);
});

it('flushes what waits on the disk, and not what is logged later', async () => {
  const { world, start } = await setUpSpool();
  const program = start({ maxItems: 2 });
  for (let number = 0; number < 20; number += 1) program.log(toLog(number));
  const flush = program.flush(60_000);
  await world.pass(100);
  world.fail('post', 'hang');
  await world.pass(3_000);
  program.log(toLog(99));
  await world.pass(30_000);
  expect(await flush).toMatchObject({ ok: true });
  expect(world.logs).toHaveLength(21);
});

it('accepts no more than the folder may hold', async () => {
  const { world, start } = await setUpSpool();
  world.mood = '503';
  const program = start({ spoolOptions: { maxBytes: 2_000 } });
  for (let number = 0; number < 50; number += 1) program.log(toLog(number));
  const { length } = program.diary.accepted;
  expect(length).toBeGreaterThan(5);
  expect(length).toBeLessThan(30);
  expect(program.queue.stats).toMatchObject({ pending: length, dropped: 50 - length });
  world.mood = 'up';
  await world.pass(60_000);
  program.log(toLog(99));
  await world.pass(1_000);
  expect(program.diary.stored).toHaveLength(length + 1);
});

it('drops a log without a throw that is too long for a line', async () => {
  const { start } = await setUpSpool();
  const program = start();
  const stringify = vi.spyOn(JSON, 'stringify').mockImplementationOnce(() => {
    throw new RangeError('Invalid string length');
  });
  onTestFinished(() => stringify.mockRestore());
  program.log(toLog(1));
  program.log(toLog(2));
  expect(program.queue.stats).toMatchObject({ dropped: 1, pending: 1, failed: 0 });
});

it.each([undefined, null, 7, '\0', Symbol('folder'), Object.create(null)])(
  'opens whatever it is given without a throw: %s',
  async (folder) => {
    const api = new ScriptedApi();
    const { lines, logger } = createLogger();
    const options = { maxBytes: -1, fsync: 'sometimes', account: 7 };
    const spool = openSpool(folder as never, options as never);
    expect(typeof spool.folder).toBe('string');
    if (folder !== '\0') return;
    const queue = createLogQueue(api.client, { spool, logger });
    queue.log(toLog(1));
    api.accept(await api.next(10));
    await api.pass(0);
    expect(queue.stats).toMatchObject({ stored: 1 });
    expect(lines).toHaveLength(1);
  },
);
