import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { LogFailure } from '../../../src/queue/index.ts';
import { toToken } from '../model/program.ts';
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

const damages: [string, (path: string) => void][] = [
  ['empty', (path) => writeFileSync(path, '')],
  ['torn', (path) => writeFileSync(path, readFileSync(path, 'utf8').slice(0, 40))],
  ['full of zeros', (path) => writeFileSync(path, '\0'.repeat(300))],
  ['of another form', (path) => writeFileSync(path, '{"v":1}')],
  ['no object', (path) => writeFileSync(path, 'null')],
  ['gone', (path) => rmSync(path)],
];

it.each(damages)(
  'puts logs aside whose owner.json is %s, and tells of it once',
  async (_what, damage) => {
    const { folder, world, start } = await setUpSpool();
    world.mood = '503';
    const first = start();
    for (let number = 0; number < 3; number += 1) first.log(toLog(number));
    await world.pass(1_000);
    first.die();
    damage(findFile(folder, 'owner.json'));
    world.mood = 'up';
    const failures: LogFailure[] = [];
    const { lines, logger } = createLogger();
    const second = start({
      client: { token: toToken('user2') },
      logger,
      onFailed: (failure) => failures.push(failure),
    });
    second.log(toLog(3));
    await world.pass(10_000);
    expect(world.logs.map(({ output }) => output)).toEqual(['Answer 3']);
    expect(second.queue.stats).toMatchObject({ stored: 1, failed: 3, pending: 0 });
    // Whoever logs again what is told here would log it for an account that need not be its own.
    expect(failures.map(({ input, outcome }) => [input.output, outcome])).toEqual(
      Array.from({ length: 3 }, () => ['', 'unknown']),
    );
    const kept = readFileSync(join(folder, 'failed.jsonl'), 'utf8').trim().split('\n');
    expect(kept.map((line) => JSON.parse(line))).toMatchObject(
      [0, 1, 2].map((number) => ({ outcome: 'unknown', input: toLog(number) })),
    );
    expect(lines.filter((line) => line.includes('owner.json'))).toHaveLength(1);
    await world.pass(30_000);
    expect(readdirSync(folder).filter((name) => name !== 'failed.jsonl')).toHaveLength(0);
  },
);

it('goes on putting aside what another process began to, and sends none of it', async () => {
  const { folder, world, start } = await setUpSpool();
  world.mood = '503';
  const first = start();
  for (let number = 0; number < 3; number += 1) first.log(toLog(number));
  await world.pass(1_000);
  first.die();
  writeFileSync(findFile(folder, 'owner.json'), '');
  // Nothing can be put aside while this is a folder.
  mkdirSync(join(folder, 'failed.jsonl'));
  const second = start();
  await world.pass(10_000);
  expect(second.queue.stats).toMatchObject({ pending: 3, failed: 0 });
  rmSync(join(folder, 'failed.jsonl'), { recursive: true });
  second.die();
  world.mood = 'up';
  const third = start();
  await world.pass(20_000);
  expect(third.queue.stats).toMatchObject({ failed: 3, pending: 0 });
  expect(readFileSync(join(folder, 'failed.jsonl'), 'utf8').trim().split('\n')).toHaveLength(3);
  expect(world.logs).toHaveLength(0);
});

it('writes owner.json anew where it is damaged while its process lives', async () => {
  const { folder, world, start } = await setUpSpool();
  world.mood = '503';
  const first = start();
  first.log(toLog(1));
  await world.pass(1_000);
  const path = findFile(folder, 'owner.json');
  const owner = readFileSync(path, 'utf8');
  const second = start();
  writeFileSync(path, '');
  await world.pass(20_000);
  expect(readFileSync(path, 'utf8')).toBe(owner);
  world.mood = 'up';
  await world.pass(40_000);
  expect([first.queue.stats.stored, second.queue.stats.failed]).toEqual([1, 0]);
  expect(world.logs).toHaveLength(1);
});

it('takes over what others have left beside an owner.json that is damaged', async () => {
  const { folder, world, start } = await setUpSpool();
  world.mood = '503';
  const first = start();
  first.log(toLog(1));
  await world.pass(1_000);
  first.die();
  mkdirSync(join(folder, '0mwxozzfk-1dd7f00f'));
  writeFileSync(
    join(folder, '0mwxozzfk-1dd7f00f', 'owner.json'),
    '{"v":1,"baseUrl":"https://api.example.com"}',
  );
  world.mood = 'up';
  const second = start();
  await world.pass(10_000);
  expect(second.queue.stats).toMatchObject({ stored: 1, failed: 0, pending: 0 });
});

it('knows which records are stored beside an owner.json that is damaged', async () => {
  const { folder, world, start } = await setUpSpool();
  const first = start();
  first.log(toLog(1));
  await world.pass(500);
  first.log(toLog(2));
  first.die();
  expect(world.logs).toHaveLength(1);
  writeFileSync(findFile(folder, 'owner.json'), '');
  world.fail('post', 'reset');
  const second = start();
  second.log(toLog(1));
  await world.pass(3_000);
  expect(second.queue.stats).toMatchObject({ stored: 1, pending: 0 });
  expect(world.logs).toHaveLength(2);
});
