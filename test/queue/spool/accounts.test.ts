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

it.each([
  ['account', { client: { token: toToken('user2') } }],
  ['base URL', { client: { baseUrl: 'https://staging.example.com' } }],
])('leaves alone what belongs to another %s', async (_name, options) => {
  const { world, start } = await setUpSpool();
  world.mood = '503';
  const first = start();
  first.log(toLog(1));
  first.die();
  world.mood = 'up';
  const other = start(options);
  await world.pass(30_000);
  expect([other.queue.stats.pending, world.logs.length]).toEqual([0, 0]);
  start();
  await world.pass(5_000);
  expect(world.logs).toHaveLength(1);
});

it('tells accounts apart by its option where the token names nobody', async () => {
  const { world, start } = await setUpSpool();
  const client = { token: 'a-token-that-names-nobody' };
  world.mood = '503';
  const first = start({ client, spoolOptions: { account: 'first' } });
  first.log(toLog(1));
  first.die();
  world.mood = 'up';
  start({ client, spoolOptions: { account: 'second' } });
  await world.pass(30_000);
  expect(world.logs).toHaveLength(0);
  start({ client, spoolOptions: { account: 'first' } });
  await world.pass(5_000);
  expect(world.logs).toHaveLength(1);
});

it('sends no log with the token of another account, and goes on when its own is back', async () => {
  const { world, start } = await setUpSpool();
  world.mood = '503';
  const program = start();
  program.log(toLog(1));
  await world.pass(1_000);
  program.client.setToken(toToken('user2'));
  world.mood = 'up';
  program.log(toLog(2));
  await world.pass(60_000);
  expect(world.logs.map(({ output }) => output)).toEqual(['Answer 2']);
  expect(program.queue.stats).toMatchObject({ pending: 1, stored: 1 });
  program.client.setToken(toToken('user1'));
  await world.pass(60_000);
  expect(program.queue.stats).toMatchObject({ pending: 0, stored: 2 });
});

it('asks a token function whose the logs are before it takes any over', async () => {
  const { world, start } = await setUpSpool();
  world.mood = '503';
  const first = start({ client: { token: () => toToken('user1') } });
  first.log(toLog(1));
  await world.pass(1_000);
  first.die();
  world.mood = 'up';
  start({ client: { token: async () => toToken('user2') } });
  await world.pass(30_000);
  expect(world.logs).toHaveLength(0);
  start({ client: { token: async () => toToken('user1') } });
  await world.pass(10_000);
  expect(world.logs).toHaveLength(1);
});
