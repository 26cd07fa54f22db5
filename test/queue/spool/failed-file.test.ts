import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fakeTime, toLog } from '../support/fake-time.ts';
import { setUpSpool } from '../support/spool-folder.ts';

fakeTime();

it('keeps what the API refuses in failed.jsonl, with the reason', async () => {
  const { folder, world, start } = await setUpSpool();
  world.mood = '413';
  const program = start();
  const input = { ...toLog(1), notes: 'Short.', score: 3, meta: { ms: 5 } };
  program.log(input);
  await world.pass(1_000);
  const line = JSON.parse(readFileSync(join(folder, 'failed.jsonl'), 'utf8'));
  expect(line).toEqual({
    at: expect.stringMatching(/^\d{4}-/),
    reason: 'refused',
    error: 'PromptCrafterAPIError',
    status: 413,
    outcome: 'not-applied',
    input,
  });
  program.die();
  world.mood = 'up';
  start();
  await world.pass(15_000);
  expect(world.logs).toHaveLength(0);
});

it('begins a new line in failed.jsonl where a full disk has torn the last one', async () => {
  const { folder, world, start } = await setUpSpool();
  world.mood = '413';
  mkdirSync(folder);
  writeFileSync(join(folder, 'failed.jsonl'), '{"at":"20');
  start().log(toLog(1));
  await world.pass(1_000);
  const [torn, line, end] = readFileSync(join(folder, 'failed.jsonl'), 'utf8').split('\n');
  expect([torn, JSON.parse(line ?? '').input, end]).toEqual(['{"at":"20', toLog(1), '']);
});

it('keeps in failed.jsonl what nobody can settle, and never sends it again', async () => {
  const { folder, world, start } = await setUpSpool();
  const program = start();
  world.fail('post', 'reset');
  program.log(toLog(1));
  await world.pass(200);
  program.die();
  const second = start();
  // The list is refused, so that it settles nothing.
  world.mood = '403';
  world.refusesLists = true;
  await world.pass(5_000);
  world.heal();
  expect(second.queue.stats).toMatchObject({ failed: 1, pending: 0 });
  expect(JSON.parse(readFileSync(join(folder, 'failed.jsonl'), 'utf8'))).toMatchObject({
    outcome: 'unknown',
    input: toLog(1),
  });
  await world.pass(60_000);
  expect(world.logs).toHaveLength(0);
});

it('does not follow a link that somebody has put in the place of failed.jsonl', async () => {
  const { folder, world, start } = await setUpSpool();
  mkdirSync(folder);
  const target = `${folder}-elsewhere`;
  writeFileSync(target, '');
  symlinkSync(target, join(folder, 'failed.jsonl'));
  world.mood = '400';
  const program = start();
  program.log(toLog(1));
  await world.pass(1_000);
  expect(readFileSync(target, 'utf8')).toBe('');
  expect(program.queue.stats).toMatchObject({ failed: 1 });
});
