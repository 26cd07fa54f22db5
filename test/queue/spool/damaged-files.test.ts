import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { LogFailure } from '../../../src/queue/index.ts';
import { fakeTime, toLog } from '../support/fake-time.ts';
import { createLogger, findFile, setUpSpool } from '../support/spool-folder.ts';

fakeTime();

it('leaves out a torn last line, which no log was accepted by', async () => {
  const { folder, world, start } = await setUpSpool();
  world.mood = '503';
  const first = start();
  first.log(toLog(1));
  await world.pass(100);
  first.die();
  appendFileSync(findFile(folder, '.log'), '{"at":1,"log":{"promptId":"prompt104","out');
  appendFileSync(findFile(folder, '.marks'), '["d",0,"lo');
  world.mood = 'up';
  const second = start();
  expect(second.queue.stats).toMatchObject({ pending: 1 });
  await world.pass(15_000);
  expect(second.queue.stats).toMatchObject({ stored: 1, failed: 0 });
  expect(world.logs).toHaveLength(1);
});

it('keeps a line that is damaged as it is, tells of it, and goes on', async () => {
  const { folder, world, start } = await setUpSpool();
  world.mood = '503';
  const first = start();
  for (let number = 0; number < 3; number += 1) first.log(toLog(number));
  first.die();
  const path = findFile(folder, '.log');
  const damaged = readFileSync(path, 'utf8').replace('"output":"Answer 1"', '"outp\0t":"Answer 1"');
  writeFileSync(path, damaged);
  world.mood = 'up';
  const failures: LogFailure[] = [];
  const second = start({ onFailed: (failure) => failures.push(failure) });
  await world.pass(15_000);
  expect(second.queue.stats).toMatchObject({ stored: 2, failed: 1, pending: 0 });
  expect(failures).toMatchObject([{ outcome: 'unknown' }]);
  const line = JSON.parse(readFileSync(join(folder, 'failed.jsonl'), 'utf8'));
  expect(line.line).toContain('Answer 1');
});

it('leaves alone what another version of the package has written, and tells of it once', async () => {
  const { folder, world, start } = await setUpSpool();
  world.mood = '503';
  const first = start();
  first.log(toLog(1));
  first.die();
  const path = findFile(folder, 'owner.json');
  writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), v: 2 }));
  world.mood = 'up';
  const { lines, logger } = createLogger();
  const second = start({ logger });
  await world.pass(120_000);
  expect(second.queue.stats).toMatchObject({ pending: 0 });
  expect(existsSync(findFile(folder, '.log'))).toBe(true);
  expect(lines.filter((line) => line.includes('version'))).toHaveLength(1);
});
