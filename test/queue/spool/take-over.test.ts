import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readOwnIdentity } from '../../../src/files/node-process-identity.ts';
import { createLogQueue } from '../../../src/queue/index.ts';
import { NodeSpoolStore } from '../../../src/queue/spool/node-spool-store.ts';
import type { AttachableSpool, Spool } from '../../../src/queue/spool.ts';
import { fakeTime, toLog } from '../support/fake-time.ts';
import { ScriptedApi } from '../support/scripted-api.ts';
import { findFile, setUpSpool } from '../support/spool-folder.ts';

fakeTime();

it('takes over what a dead process has left, and says so at once', async () => {
  const { world, start } = await setUpSpool();
  world.mood = 'refused';
  const first = start();
  for (let number = 0; number < 5; number += 1) first.log(toLog(number));
  await world.pass(2_000);
  first.die();
  const second = start();
  expect(second.queue.stats).toMatchObject({ pending: 5 });
  expect(second.queue.stats.bytes).toBeGreaterThan(0);
  world.mood = 'up';
  const flush = second.flush(10_000);
  await world.pass(11_000);
  expect(await flush).toMatchObject({ ok: true, stored: 5 });
  expect(world.logs).toHaveLength(5);
  expect(second.diary.stored).toHaveLength(5);
});

it('settles by a look what was under way when the process died', async () => {
  const { world, start } = await setUpSpool();
  world.fail('post', 'hang-after');
  world.fail('post', 'hang');
  const first = start();
  first.log(toLog(1));
  first.log(toLog(1));
  await world.pass(500);
  first.die();
  const second = start();
  await world.pass(5_000);
  expect(second.queue.stats).toMatchObject({ stored: 2, pending: 0 });
  expect(world.logs).toHaveLength(2);
});

it('gives the server its time to store what was under way, also where somebody waits', async () => {
  const { world, start } = await setUpSpool();
  world.fail('post', 'hang-after');
  const first = start();
  first.log(toLog(1));
  await world.pass(500);
  first.die();
  const second = start();
  const flush = second.flush(10_000);
  await world.pass(240);
  expect(world.lists).toBe(0);
  await world.pass(5_000);
  expect([world.lists, await flush]).toEqual([1, expect.objectContaining({ ok: true })]);
});

it('is taken over by a process that lives, within ten seconds', async () => {
  const { world, start } = await setUpSpool();
  const second = start();
  world.mood = '503';
  const first = start();
  first.log(toLog(1));
  await world.pass(3_000);
  world.mood = 'up';
  first.die();
  await world.pass(10_000);
  expect(second.queue.stats).toMatchObject({ stored: 1 });
});

it('looks for every log of a machine that died, whose marks may have died with it', async () => {
  const { folder, world, start } = await setUpSpool();
  world.fail('post', 'hang-after');
  const first = start();
  for (let number = 0; number < 3; number += 1) first.log(toLog(0));
  await world.pass(500);
  first.die();
  const unit = join(folder, readdirSync(folder)[0] ?? '');
  const marks = readdirSync(unit).find((name) => name.endsWith('.marks')) ?? '';
  rmSync(join(unit, marks));
  const owner = JSON.parse(readFileSync(join(unit, 'owner.json'), 'utf8'));
  const moved = { ...owner, process: { ...owner.process, boot: 'an earlier boot' } };
  writeFileSync(join(unit, 'owner.json'), JSON.stringify(moved));
  expect(world.logs).toHaveLength(3);
  // Somebody takes it over, and is killed before it has looked.
  world.mood = '503';
  world.refusesLists = true;
  const second = start();
  await world.pass(9_000);
  expect(second.queue.stats).toMatchObject({ pending: 3 });
  second.die();
  world.heal();
  const third = start();
  await world.pass(10_000);
  expect(third.queue.stats).toMatchObject({ stored: 3, pending: 0 });
  expect(world.logs).toHaveLength(3);
});

it('looks for every log where nobody knows whether the machine died', async () => {
  const { folder } = await setUpSpool();
  const api = new ScriptedApi();
  const open = (pid: number): AttachableSpool => {
    const identity = { ...readOwnIdentity(), boot: undefined, pid };
    const settings = {
      folder,
      maxBytes: 1e6,
      fsync: 'never',
      account: undefined,
      identity,
    } as const;
    return { folder, attach: (owner) => new NodeSpoolStore(settings, owner) };
  };
  // No process has such an id.
  createLogQueue(api.client, { spool: open(10_000_000) as Spool }).log(toLog(1));
  await api.next(10);
  api.store(toLog(1));
  rmSync(findFile(folder, '.marks'));
  const second = createLogQueue(api.createClient(), { spool: open(process.pid) as Spool });
  api.list(await api.next(1_000));
  await api.pass(100);
  expect(second.stats).toMatchObject({ stored: 1, pending: 0 });
});

it('takes over from a queue whose thread has ended in a process that goes on', async () => {
  const { folder, world, start } = await setUpSpool();
  world.mood = '503';
  const first = start();
  first.log(toLog(1));
  await world.pass(1_000);
  first.isAlive = false;
  world.mood = 'up';
  const second = start();
  await world.pass(4 * 60_000);
  expect(second.queue.stats).toMatchObject({ pending: 0 });
  await world.pass(70_000);
  expect(second.queue.stats).toMatchObject({ stored: 1 });
  expect(existsSync(findFile(folder, '.log'))).toBe(false);
});

it('leaves alone what belongs to a process that lives', async () => {
  const { world, start } = await setUpSpool();
  world.mood = '503';
  start().log(toLog(1));
  const second = start();
  await world.pass(60_000);
  expect(second.queue.stats).toMatchObject({ pending: 0, stored: 0 });
});

it('remembers beyond a restart what is stored, so that an identical log is another one', async () => {
  const { world, start } = await setUpSpool();
  const first = start();
  first.log(toLog(1));
  await world.pass(300);
  first.close(1_000);
  await world.pass(100);
  expect(world.logs).toHaveLength(1);
  world.fail('post', 'reset');
  const second = start();
  second.log(toLog(1));
  await world.pass(5_000);
  expect(second.queue.stats).toMatchObject({ stored: 1 });
  expect(world.logs).toHaveLength(2);
});

it('settles ten thousand doubtful logs of one prompt by at most five lists', async () => {
  const { world, start } = await setUpSpool();
  world.mood = 'up';
  const count = 10_000;
  const first = start({ concurrency: count });
  world.hangsAfterStore = 0.95;
  for (let number = 0; number < count; number += 1) {
    first.log({ ...toLog(number % 4 === 0 ? 0 : number) });
  }
  await world.pass(400);
  first.die();
  world.hangsAfterStore = undefined;
  const before = world.logs.length;
  expect(before).toBeGreaterThan(9_000);
  expect(before).toBeLessThan(count);
  const second = start({ concurrency: 50 });
  const flush = second.flush(600_000);
  await world.pass(30_000);
  expect(await flush).toMatchObject({ ok: true });
  expect(world.logs).toHaveLength(count);
  expect(world.lists).toBeLessThanOrEqual(5);
});
