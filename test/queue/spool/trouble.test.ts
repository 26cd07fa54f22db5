import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { LogFailure } from '../../../src/queue/index.ts';
import { AppendFile } from '../../../src/queue/spool/node-append-file.ts';
import { fakeTime, toLog } from '../support/fake-time.ts';
import { createLogger, findFile, setUpSpool } from '../support/spool-folder.ts';

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
