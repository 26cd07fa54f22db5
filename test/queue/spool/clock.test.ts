import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Program } from '../model/program.ts';
import { fakeTime, toLog } from '../support/fake-time.ts';
import { findFile, setUpSpool } from '../support/spool-folder.ts';

fakeTime();

const hour = 3_600_000;

/** A program that knows the server's clock, and dies while a log is on its way that the server stores. */
async function dieAfterStore() {
  const spool = await setUpSpool();
  const { world, start } = spool;
  const first = start();
  first.log(toLog(0));
  await world.pass(500);
  world.fail('post', 'hang-after');
  first.log(toLog(1));
  await world.pass(500);
  first.die();
  expect(world.logs).toHaveLength(2);
  return spool;
}

/** The same with its first log: it knows its own clock alone. */
async function dieKnowingNothing(ahead: number, isStored = true) {
  const spool = await setUpSpool();
  const { world, start } = spool;
  world.ahead = ahead;
  world.fail('post', isStored ? 'hang-after' : 'hang');
  const first = start();
  first.log(toLog(1));
  await world.pass(500);
  first.die();
  return spool;
}

/** Lets a program settle what the dead have left. */
async function settle(world: { pass(ms: number): Promise<void> }, program: Program) {
  const flush = program.flush(60_000);
  await world.pass(61_000);
  return flush;
}

it.each([-30 * 24 * hour, -hour, -600_000, -60_000, -5_000, -4_000, -3_000, 60_000, hour])(
  'finds what is stored by the server’s clock alone, the local one being set by %d ms',
  async (by) => {
    const { world, start } = await dieAfterStore();
    world.setClock(by);
    expect(await settle(world, start())).toMatchObject({ ok: true, stored: 1 });
    expect(world.logs).toHaveLength(2);
  },
);

it('sends what is not stored though the same was logged before, the clock being set back', async () => {
  const { world, start } = await setUpSpool();
  const first = start();
  first.log(toLog(1));
  await world.pass(20_000);
  world.fail('post', 'hang');
  first.log(toLog(1));
  await world.pass(500);
  first.die();
  world.setClock(-hour);
  expect(await settle(world, start())).toMatchObject({ ok: true, stored: 1 });
  expect(world.logs).toHaveLength(2);
});

it('needs no answer that tells the time where the earlier process had one', async () => {
  const { world, start } = await dieAfterStore();
  world.setClock(-600_000);
  world.tellsTime = false;
  expect(await settle(world, start())).toMatchObject({ ok: true, stored: 1 });
  expect(world.logs).toHaveLength(2);
});

it.each([
  ['set back', 0, -hour],
  ['set back a little', 0, -4_000],
  ['ahead, and then right', -hour, -hour],
  ['an hour ahead all the time', -hour, 0],
  ['a time zone ahead, and then right', -14 * hour, -14 * hour],
])('sends nothing again that was sent by a clock that is %s', async (_what, ahead, by) => {
  const { world, start } = await dieKnowingNothing(ahead);
  world.setClock(by);
  const report = await settle(world, start());
  expect([report.stored + report.failed.length, report.pending]).toEqual([1, 0]);
  for (const { outcome } of report.failed) expect(outcome).toBe('unknown');
  expect(world.logs).toHaveLength(1);
});

it.each([
  ['right all the time', 0, 0],
  ['wrong all the time', -600_000, 0],
  ['set forward', 0, hour],
])('finds what was sent by a clock that is %s', async (_what, ahead, by) => {
  const { world, start } = await dieKnowingNothing(ahead);
  world.setClock(by);
  expect(await settle(world, start())).toMatchObject({ ok: true, stored: 1 });
  expect(world.logs).toHaveLength(1);
});

it('fails a log where an older record may be it, since nobody knows when it was sent', async () => {
  const { world, start } = await dieKnowingNothing(0, false);
  const createdAt = new Date(Date.now() - hour).toISOString();
  world.logs.push({ ...toLog(1), _id: 'log1', createdAt });
  const report = await settle(world, start());
  expect(report.failed).toMatchObject([{ outcome: 'unknown' }]);
  expect(world.logs).toHaveLength(1);
});

it('sends a log again where the record that holds the same is more than a day older', async () => {
  const { world, start } = await dieKnowingNothing(0, false);
  const createdAt = new Date(Date.now() - 25 * hour).toISOString();
  world.logs.push({ ...toLog(1), _id: 'log1', createdAt });
  expect(await settle(world, start())).toMatchObject({ ok: true, stored: 1 });
  expect(world.logs).toHaveLength(2);
});

it('knows since when marks are missing by the server’s clock, as far as earlier ones tell it', async () => {
  const { folder, world, start } = await setUpSpool();
  const createdAt = new Date().toISOString();
  world.logs.push({ ...toLog(1), _id: 'log0', createdAt });
  await world.pass(60_000);
  const first = start();
  first.log(toLog(0));
  await world.pass(500);
  world.mood = '503';
  first.log(toLog(1));
  await world.pass(500);
  first.die();
  const path = findFile(folder, 'owner.json');
  const owner = JSON.parse(readFileSync(path, 'utf8'));
  owner.process.boot = 'an earlier boot';
  writeFileSync(path, JSON.stringify(owner));
  const marks = readFileSync(findFile(folder, '.marks'), 'utf8');
  // What was written of the second log after it was sent first died with the machine.
  const known = marks.split('\n').filter((line) => !/^\["[nu]",1/.test(line));
  writeFileSync(findFile(folder, '.marks'), known.join('\n'));
  world.mood = 'up';
  world.setClock(-hour);
  const second = start();
  await world.pass(20_000);
  expect(second.queue.stats).toMatchObject({ stored: 1, failed: 0, pending: 0 });
  expect(world.logs).toHaveLength(3);
});

it('remembers what is stored for as long as something is looked for, the clock being set back', async () => {
  const { world, start } = await setUpSpool();
  const first = start();
  first.log(toLog(0));
  await world.pass(500);
  world.fail('post', 'hang');
  first.log(toLog(1));
  await world.pass(500);
  first.die();
  world.setClock(-hour);
  for (let time = 0; time < 3; time += 1) world.fail('list', 'hang');
  const second = start();
  second.log(toLog(1));
  second.log(toLog(2));
  await world.pass(15_000);
  second.log(toLog(2));
  await world.pass(5_000);
  expect([world.lists, second.queue.stats.stored]).toEqual([0, 3]);
  await world.pass(120_000);
  expect(second.queue.stats).toMatchObject({ stored: 4, failed: 0, pending: 0 });
  expect(world.logs).toHaveLength(5);
});
