import { expect, it } from 'vitest';
import { toToken } from '../model/program.ts';
import { fakeTime, toLog } from '../support/fake-time.ts';
import { setUpSpool } from '../support/spool-folder.ts';

fakeTime();

it('counts the age and the bytes of logs that wait for the token of their account', async () => {
  const { world, start } = await setUpSpool();
  world.mood = '503';
  const program = start();
  for (let number = 0; number < 10; number += 1) program.log(toLog(number));
  const { bytes } = program.queue.stats;
  await world.pass(1_000);
  program.client.setToken(toToken('user2'));
  world.mood = 'up';
  await world.pass(60_000);
  expect(world.logs).toHaveLength(0);
  const { stats } = program.queue;
  expect(stats).toMatchObject({ pending: 10, oldest: 61_000 });
  expect(stats.bytes).toBeGreaterThanOrEqual(bytes);
  expect(stats.bytes).toBeLessThan(bytes * 10);
  program.client.setToken(toToken('user1'));
  await world.pass(60_000);
  expect(program.queue.stats).toMatchObject({ stored: 10, bytes: 0, oldest: 0 });
});

it('counts the age of what a dead process has left, before it is read', async () => {
  const { world, start } = await setUpSpool();
  world.mood = '503';
  const first = start();
  first.log(toLog(1));
  await world.pass(10_000);
  first.die();
  expect(start().queue.stats).toMatchObject({ pending: 1, oldest: 10_000 });
});
