import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { createLogQueue, type LogFailure } from '../../../src/queue/index.ts';
import { openSpool } from '../../../src/queue/node-spool.ts';
import { AppendFile } from '../../../src/queue/spool/node-append-file.ts';
import type { AttachableSpool, Spool } from '../../../src/queue/spool.ts';
import { fakeTime, toLog } from '../support/fake-time.ts';
import { ScriptedApi } from '../support/scripted-api.ts';
import { createLogger, findFile, readFolder, setUpSpool } from '../support/spool-folder.ts';

fakeTime();

const broken = 'promptcrafter queue: the spool cannot be used (EIO): logs go on in memory';
const well = 'promptcrafter queue: the spool works again';

it('always tells that trouble is over which it has told', async () => {
  const { world, start } = await setUpSpool();
  const { lines, logger } = createLogger();
  const program = start({ logger });
  const { append } = AppendFile.prototype;
  let isBroken = false;
  const spy = vi.spyOn(AppendFile.prototype, 'append').mockImplementation(function (
    this: AppendFile,
    text,
  ) {
    if (isBroken) throw Object.assign(new Error('EIO'), { code: 'EIO' });
    return append.call(this, text);
  });
  onTestFinished(() => spy.mockRestore());
  const pass = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 1_000) {
      program.log(toLog(passed));
      await world.pass(1_000);
    }
    return lines.splice(0).map((line) => line.replace(/ \(\d+ times.*/, ''));
  };
  isBroken = true;
  expect(await pass(3_000)).toEqual([broken]);
  isBroken = false;
  expect(await pass(10_000)).toEqual([well]);
  // A short trouble within the same minute is not told, so that its end is not either.
  isBroken = true;
  expect(await pass(3_000)).toEqual([]);
  isBroken = false;
  expect(await pass(10_000)).toEqual([]);
  // One that lasts is told as soon as it may be.
  isBroken = true;
  expect(await pass(80_000)).toEqual([broken]);
  isBroken = false;
  expect(await pass(70_000)).toEqual([well]);
});

it('leaves a damaged line where it is, as long as failed.jsonl cannot be written', async () => {
  const { folder, world, start } = await setUpSpool();
  world.mood = '503';
  const first = start();
  for (let number = 0; number < 3; number += 1) first.log(toLog(number));
  first.die();
  const path = findFile(folder, '.log');
  writeFileSync(path, readFileSync(path, 'utf8').replace('"output":"Answer 1"', '"outp":1'));
  const failed = join(folder, 'failed.jsonl');
  mkdirSync(failed);
  world.mood = 'up';
  const failures: LogFailure[] = [];
  const second = start({ onFailed: (failure) => failures.push(failure) });
  await world.pass(20_000);
  expect(second.queue.stats).toMatchObject({ stored: 2, failed: 1, pending: 0 });
  expect(failures.map(({ error }) => error.message)).toEqual([
    'Failed to read a log from the spool: its line is damaged. It stays where it is, since failed.jsonl cannot be written.',
  ]);
  rmdirSync(failed);
  second.die();
  const third = start();
  await world.pass(20_000);
  expect(third.queue.stats).toMatchObject({ stored: 0, failed: 1, pending: 0 });
  expect(JSON.parse(readFileSync(failed, 'utf8')).line).toContain('"outp":1');
  expect(world.logs).toHaveLength(2);
});

it('sends a log once whose line is there, although the disk would not sync it', async () => {
  const { folder } = await setUpSpool();
  const api = new ScriptedApi();
  const queue = createLogQueue(api.client, { spool: openSpool(folder, { fsync: 'always' }) });
  const sync = vi.spyOn(AppendFile.prototype, 'syncNow').mockImplementation(() => {
    throw Object.assign(new Error('EIO'), { code: 'EIO' });
  });
  onTestFinished(() => sync.mockRestore());
  expect(queue.log(toLog(1))).toBe(true);
  sync.mockRestore();
  expect(queue.stats).toMatchObject({ pending: 1 });
  api.accept(await api.next(10_000));
  await api.pass(1_000);
  await queue.close();
  createLogQueue(api.createClient(), { spool: openSpool(folder) });
  await api.pass(30_000);
  expect([api.requests.length, queue.stats.stored, queue.stats.pending]).toEqual([1, 1, 0]);
});

it('keeps logs on the disk although somebody has put something else beside them', async () => {
  const { folder, world, start } = await setUpSpool();
  const { lines, logger } = createLogger();
  const program = start({ logger });
  program.log(toLog(1));
  await world.pass(1_000);
  mkdirSync(join(folder, readdirSync(folder)[0] ?? '', 'of somebody else'));
  await world.pass(60_000);
  expect(lines).toEqual([]);
  program.log(toLog(2));
  expect(readFileSync(findFile(folder, '.log'), 'utf8')).toContain('Answer 2');
});

it('logs on in memory where the folder cannot be used, and says so once', async () => {
  const { folder, world, start } = await setUpSpool();
  writeFileSync(folder, 'a file');
  const { lines, logger } = createLogger();
  const program = start({ logger });
  for (let number = 0; number < 5; number += 1) program.log(toLog(number));
  await world.pass(300_000);
  program.log(toLog(5));
  await world.pass(30_000);
  expect(program.diary.stored).toHaveLength(6);
  expect(lines).toEqual([
    expect.stringMatching(
      /^promptcrafter queue: the spool cannot be used \(E\w+\): logs go on in memory$/,
    ),
  ]);
});

it('writes down what waits in memory once the folder can be used', async () => {
  const { folder, world, start } = await setUpSpool();
  writeFileSync(folder, 'a file');
  world.mood = '503';
  const program = start();
  program.log(toLog(1));
  await world.pass(1_000);
  rmSync(folder);
  await world.pass(20_000);
  program.log(toLog(2));
  await world.pass(5_000);
  program.die();
  world.mood = 'up';
  start();
  await world.pass(15_000);
  expect(world.logs.map(({ output }) => output).sort()).toEqual(['Answer 1', 'Answer 2']);
});

it('loses nothing that it holds where somebody deletes the folder', async () => {
  const { folder, world, start } = await setUpSpool();
  world.mood = '503';
  const program = start();
  for (let number = 0; number < 5; number += 1) program.log(toLog(number));
  await world.pass(1_000);
  rmSync(folder, { recursive: true });
  await world.pass(10_000);
  expect(Array.from(readFolder(folder).values()).join('')).toContain('Answer 4');
  world.mood = 'up';
  await world.pass(40_000);
  expect(program.queue.stats).toMatchObject({ stored: 5, pending: 0 });
  expect(world.logs).toHaveLength(5);
});

it('sends nothing twice where it cannot read for a while whose its files are', async () => {
  const { folder, world, start } = await setUpSpool();
  world.mood = '503';
  const program = start();
  for (let number = 0; number < 3; number += 1) program.log(toLog(number));
  await world.pass(1_000);
  const owner = findFile(folder, 'owner.json');
  renameSync(owner, `${owner}.aside`);
  mkdirSync(owner);
  // For some seconds nobody else may have taken them over.
  await world.pass(8_000);
  world.mood = 'up';
  await world.pass(15_000);
  expect(world.logs).toHaveLength(0);
  rmSync(owner, { recursive: true });
  renameSync(`${owner}.aside`, owner);
  await world.pass(500);
  program.die();
  start();
  await world.pass(40_000);
  expect(world.logs).toHaveLength(3);
});

it('waits where it can neither send nor write down that it would', async () => {
  const { folder } = await setUpSpool();
  const api = new ScriptedApi();
  const spool = openSpool(folder) as AttachableSpool;
  let asked = 0;
  const attach: AttachableSpool['attach'] = (owner) => {
    const store = spool.attach(owner);
    const send = store.send.bind(store);
    store.send = (entry, earliest) => {
      asked += 1;
      // Only so that a loop comes to its end.
      if (asked === 1 || asked > 1_000) return send(entry, earliest);
      return 'wait';
    };
    return store;
  };
  const queue = createLogQueue(api.client, { spool: { folder, attach } as Spool, concurrency: 1 });
  queue.log(toLog(1));
  (await api.next(10)).answer(429, {}, { 'retry-after': '1' });
  queue.log(toLog(2));
  await api.pass(30_000);
  expect(asked).toBeGreaterThan(2);
  expect(asked).toBeLessThan(20);
});
