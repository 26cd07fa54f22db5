import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { AppendFile } from '../../../src/queue/spool/node-append-file.ts';
import { Unit } from '../../../src/queue/spool/node-unit.ts';
import { fakeTime, toLog } from '../support/fake-time.ts';
import { createLogger, findFile, setUpSpool } from '../support/spool-folder.ts';

fakeTime();

/** A disk that can be filled, so that nothing more can be added to a file. */
function createDisk() {
  const disk = { isFull: false, tries: 0, longest: 0 };
  const append = AppendFile.prototype.append;
  const spy = vi.spyOn(AppendFile.prototype, 'append').mockImplementation(function (
    this: AppendFile,
    lines,
  ) {
    if (!disk.isFull) return append.call(this, lines);
    disk.tries += 1;
    disk.longest = Math.max(disk.longest, lines.length);
    throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
  });
  onTestFinished(() => spy.mockRestore());
  return disk;
}

const toOutputs = (logs: readonly { output: string }[]) => logs.map(({ output }) => output).sort();

it('keeps nothing more in memory the longer the disk is full, and stores each log once', async () => {
  const { folder, world, start } = await setUpSpool();
  const disk = createDisk();
  const program = start();
  world.mood = '503';
  for (let number = 0; number < 20; number += 1) program.log(toLog(number));
  await world.pass(2_000);
  disk.isFull = true;
  world.mood = 'up';
  await world.pass(60_000);
  const { longest } = disk;
  disk.tries = 0;
  for (let minute = 0; minute < 10; minute += 1) {
    program.log(toLog(100 + minute));
    await world.pass(60_000);
  }
  expect(disk.longest).toBe(longest);
  // Ten minutes: one for each 5 s of sending, one for each 2 s of tidying, a few for what is logged.
  expect(disk.tries).toBeLessThan(500);
  expect(toOutputs(world.logs)).toEqual(toOutputs(program.diary.stored));
  disk.isFull = false;
  await world.pass(10_000);
  expect(program.queue.stats).toMatchObject({ stored: 30, pending: 0, failed: 0 });
  program.die();
  const { lists } = world;
  const next = start();
  await world.pass(60_000);
  expect(toOutputs(world.logs)).toEqual(toOutputs(program.diary.accepted));
  expect([next.adopted, world.lists, readdirSync(folder)]).toEqual([0, lists, []]);
});

it('writes down what became of a log while the disk was full, once there is room', async () => {
  const { folder, world, start } = await setUpSpool();
  const disk = createDisk();
  const program = start({ concurrency: 2 });
  program.log(toLog(1));
  program.log(toLog(2));
  program.log(toLog(3));
  await world.pass(0);
  await world.pass(10);
  disk.isFull = true;
  await world.pass(1_000);
  expect(program.queue.stats).toMatchObject({ stored: 2, pending: 1 });
  disk.isFull = false;
  await world.pass(2_000);
  const marks = readFileSync(findFile(folder, '.marks'), 'utf8').trim().split('\n');
  const kinds = marks.filter(Boolean).map((line) => JSON.parse(line).slice(0, 2).join(''));
  expect(kinds).toEqual(expect.arrayContaining(['s0', 's1', 'd0', 'd1']));
  program.die();
  start();
  await world.pass(30_000);
  expect(toOutputs(world.logs)).toEqual(['Answer 1', 'Answer 2', 'Answer 3']);
  expect(world.lists).toBe(0);
});

it('says that the spool works again when it sends again what the folder holds', async () => {
  const { world, start } = await setUpSpool();
  const disk = createDisk();
  const { lines, logger } = createLogger();
  const program = start({ logger });
  world.mood = 'refused';
  program.log(toLog(1));
  await world.pass(1_000);
  disk.isFull = true;
  world.mood = 'up';
  await world.pass(120_000);
  disk.isFull = false;
  await world.pass(30_000);
  expect(program.queue.stats).toMatchObject({ stored: 1 });
  expect(lines.filter((line) => line.includes('spool'))).toEqual([
    'promptcrafter queue: the spool cannot be used (ENOSPC): logs go on in memory',
    'promptcrafter queue: the spool works again',
  ]);
});

it('leaves no folders behind that it could not say whose they are', async () => {
  const { folder, world, start } = await setUpSpool();
  const path = join(folder, 'unit');
  world.mood = '503';
  start().log(toLog(1));
  const owner = JSON.parse(readFileSync(findFile(folder, 'owner.json'), 'utf8'));
  const cyclic = {
    ...owner,
    toJSON: () => {
      throw new Error('ENOSPC');
    },
  };
  expect(() => Unit.create(path, cyclic, false)).toThrow('ENOSPC');
  expect(readdirSync(folder)).not.toContain('unit');
});
