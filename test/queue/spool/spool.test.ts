import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { readOwnIdentity } from '../../../src/files/node-process-identity.ts';
import { createLogQueue, type LogFailure } from '../../../src/queue/index.ts';
import { openSpool } from '../../../src/queue/node-spool.ts';
import { AppendFile } from '../../../src/queue/spool/node-append-file.ts';
import { NodeSpoolStore } from '../../../src/queue/spool/node-spool-store.ts';
import type { AttachableSpool, Spool } from '../../../src/queue/spool.ts';
import { toToken } from '../model/program.ts';
import { fakeTime, toLog } from '../support/fake-time.ts';
import { ScriptedApi } from '../support/scripted-api.ts';
import { createLogger, findFile, readFolder, setUpSpool } from '../support/spool-folder.ts';

fakeTime();

it('keeps what waits in files that their owner alone may read, and no token in them', async () => {
  const { folder, world, start } = await setUpSpool();
  world.mood = '503';
  const program = start();
  for (let number = 0; number < 3; number += 1) program.log(toLog(number));
  await world.pass(5_000);
  for (const name of ['', ...readdirSync(folder, { recursive: true, encoding: 'utf8' })]) {
    const stat = statSync(join(folder, name));
    expect([name, stat.mode & 0o777]).toEqual([name, stat.isDirectory() ? 0o700 : 0o600]);
  }
  const text = Array.from(readFolder(folder).values()).join('');
  expect(text).toContain('Answer 2');
  const secret = toToken('user1');
  for (const part of [secret, ...secret.split('.').slice(1)]) expect(text).not.toContain(part);
});

it('has written down what it accepted when log returns', async () => {
  const { folder, start } = await setUpSpool();
  start().log(toLog(1));
  expect(readFileSync(findFile(folder, '.log'), 'utf8')).toContain('Answer 1');
});

it('deletes what is stored, and in the end everything', async () => {
  const { folder, world, start } = await setUpSpool();
  const program = start();
  for (let number = 0; number < 20; number += 1) program.log(toLog(number));
  await world.pass(8_000);
  expect(program.diary.stored).toHaveLength(20);
  expect(Array.from(readFolder(folder).values()).join('')).not.toContain('Answer');
  await world.pass(20_000);
  expect(readdirSync(folder)).toEqual([]);
});

it('leaves no log behind when it is closed', async () => {
  const { folder, world, start } = await setUpSpool();
  const program = start();
  program.log(toLog(1));
  program.close(5_000);
  await world.pass(1_000);
  expect(Array.from(readFolder(folder).values()).join('')).not.toContain('Answer');
});

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

it('holds in memory what it may, and the rest on the disk', async () => {
  const { world, start } = await setUpSpool();
  world.mood = '503';
  const program = start({ maxItems: 10 });
  for (let number = 0; number < 200; number += 1) program.log(toLog(number));
  expect(program.diary.accepted).toHaveLength(200);
  await world.pass(5_000);
  expect(program.queue.stats).toMatchObject({ pending: 200, dropped: 0 });
  world.mood = 'up';
  const flush = program.flush(60_000);
  await world.pass(30_000);
  expect(await flush).toMatchObject({ ok: true, stored: 200 });
  expect(new Set(world.logs.map(({ output }) => output)).size).toBe(200);
});

it('flushes what waits on the disk, and not what is logged later', async () => {
  const { world, start } = await setUpSpool();
  const program = start({ maxItems: 2 });
  for (let number = 0; number < 20; number += 1) program.log(toLog(number));
  const flush = program.flush(60_000);
  await world.pass(100);
  world.fail('post', 'hang');
  await world.pass(3_000);
  program.log(toLog(99));
  await world.pass(30_000);
  expect(await flush).toMatchObject({ ok: true });
  expect(world.logs).toHaveLength(21);
});

it('accepts no more than the folder may hold', async () => {
  const { world, start } = await setUpSpool();
  world.mood = '503';
  const program = start({ spoolOptions: { maxBytes: 2_000 } });
  for (let number = 0; number < 50; number += 1) program.log(toLog(number));
  const { length } = program.diary.accepted;
  expect(length).toBeGreaterThan(5);
  expect(length).toBeLessThan(30);
  expect(program.queue.stats).toMatchObject({ pending: length, dropped: 50 - length });
  world.mood = 'up';
  await world.pass(60_000);
  program.log(toLog(99));
  await world.pass(1_000);
  expect(program.diary.stored).toHaveLength(length + 1);
});

it('drops a log without a throw that is too long for a line', async () => {
  const { start } = await setUpSpool();
  const program = start();
  const stringify = vi.spyOn(JSON, 'stringify').mockImplementationOnce(() => {
    throw new RangeError('Invalid string length');
  });
  onTestFinished(() => stringify.mockRestore());
  program.log(toLog(1));
  program.log(toLog(2));
  expect(program.queue.stats).toMatchObject({ dropped: 1, pending: 1, failed: 0 });
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

it.each([undefined, null, 7, '\0', Symbol('folder'), Object.create(null)])(
  'opens whatever it is given without a throw: %s',
  async (folder) => {
    const api = new ScriptedApi();
    const { lines, logger } = createLogger();
    const options = { maxBytes: -1, fsync: 'sometimes', account: 7 };
    const spool = openSpool(folder as never, options as never);
    expect(typeof spool.folder).toBe('string');
    if (folder !== '\0') return;
    const queue = createLogQueue(api.client, { spool, logger });
    queue.log(toLog(1));
    api.accept(await api.next(10));
    await api.pass(0);
    expect(queue.stats).toMatchObject({ stored: 1 });
    expect(lines).toHaveLength(1);
  },
);

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

it('waits for another process that sends the same at the same time', async () => {
  const { folder } = await setUpSpool();
  const api = new ScriptedApi();
  const spool = openSpool(folder);
  const first = createLogQueue(api.client, { spool });
  const second = createLogQueue(api.createClient(), { spool: openSpool(folder) });
  first.log(toLog(1));
  (await api.next(10)).reset();
  second.log(toLog(1));
  const other = await api.next(10);
  const record = api.store(toLog(1));
  api.list(await api.next(1_000));
  expect(await api.pass(5_000)).toBe(0);
  other.answer(201, record);
  api.accept(await api.next(500));
  await api.pass(0);
  expect([first.stats.stored, second.stats.stored, api.records.length]).toEqual([1, 1, 2]);
});

it('lets two processes that look for the same take one record each', async () => {
  const { folder } = await setUpSpool();
  const api = new ScriptedApi();
  const queues = [0, 1].map(() =>
    createLogQueue(api.createClient(), { spool: openSpool(folder), concurrency: 1 }),
  );
  for (const queue of queues) queue.log(toLog(1));
  await api.pass(10);
  for (const _queue of queues) {
    const create = await api.next();
    api.store(toLog(1));
    create.reset();
  }
  const lists = [await api.next(1_000), await api.next(1_000)];
  for (const list of lists) api.list(list);
  expect(await api.pass(60_000)).toBe(0);
  expect(queues.map(({ stats }) => stats.stored)).toEqual([1, 1]);
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

it('does not follow a link that somebody has put in the place of failed.jsonl', async () => {
  const { folder, world, start } = await setUpSpool();
  const { symlinkSync } = await import('node:fs');
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
