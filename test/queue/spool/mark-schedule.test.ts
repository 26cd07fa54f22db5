import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, it, onTestFinished, vi } from 'vitest';
import { createLogQueue } from '../../../src/queue/index.ts';
import { openSpool } from '../../../src/queue/node-spool.ts';
import { AppendFile } from '../../../src/queue/spool/node-append-file.ts';
import { fakeTime, toLog } from '../support/fake-time.ts';
import { ScriptedApi } from '../support/scripted-api.ts';
import { createLogger, findFile, setUpSpool } from '../support/spool-folder.ts';

fakeTime();

/** The marks of a folder's only segment, as far as they are on the disk. */
const readMarks = (folder: string): unknown[][] => {
  const path = findFile(folder, '.marks');
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
};

const readKinds = (folder: string) => readMarks(folder).map(([kind, index]) => `${kind}${index}`);

it('costs a log one write beside its own line', async () => {
  const { folder } = await setUpSpool();
  const api = new ScriptedApi();
  const queue = createLogQueue(api.client, { spool: openSpool(folder), concurrency: 1 });
  const append = vi.spyOn(AppendFile.prototype, 'append');
  onTestFinished(() => append.mockRestore());
  for (let number = 0; number < 20; number += 1) queue.log(toLog(number));
  for (let number = 0; number < 20; number += 1) api.accept(await api.next(10));
  await api.pass(0);
  expect(queue.stats).toMatchObject({ stored: 20 });
  // The last of them has no next one to be written with.
  expect(append).toHaveBeenCalledTimes(20 + 20 + 1);
});

it('has written down that it sends a log when the request leaves', async () => {
  const { folder } = await setUpSpool();
  const api = new ScriptedApi();
  const seen: string[][] = [];
  const client = api.createClient({
    fetch: (_url, init) => {
      seen.push(readKinds(folder));
      return new Promise((_resolve, reject) => {
        init.signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
      });
    },
  });
  const queue = createLogQueue(client, { spool: openSpool(folder), concurrency: 2 });
  for (let number = 0; number < 2; number += 1) queue.log(toLog(number));
  await api.pass(10);
  expect(seen).toHaveLength(2);
  expect(seen.map((marks, number) => marks.includes(`s${number}`))).toEqual([true, true]);
});

it.each([
  ['stored', 'd0', (api: ScriptedApi) => api.next(10).then((create) => api.accept(create))],
  ['not stored', 'n0', (api: ScriptedApi) => api.next(10).then(({ answer }) => answer(429, {}))],
  ['perhaps stored', 'u0', (api: ScriptedApi) => api.next(10).then(({ reset }) => reset())],
])('writes down by the end of the turn that a log is %s', async (_name, mark, answer) => {
  const { folder } = await setUpSpool();
  const api = new ScriptedApi();
  createLogQueue(api.client, { spool: openSpool(folder) }).log(toLog(1));
  await answer(api);
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  expect(readKinds(folder)).toEqual(['s0', mark]);
});

it('has written down what is stored when a flush resolves, for who ends the process then', async () => {
  const { folder } = await setUpSpool();
  const api = new ScriptedApi();
  const queue = createLogQueue(api.client, { spool: openSpool(folder) });
  queue.log(toLog(1));
  const flushed = queue.flush().then(() => readKinds(folder));
  api.accept(await api.next(10));
  expect(await flushed).toEqual(['s0', 'd0']);
});

it('writes down what a look has settled before anybody else decides', async () => {
  const { folder } = await setUpSpool();
  const api = new ScriptedApi();
  const marksAtUnlock: string[][] = [];
  const queue = createLogQueue(api.client, {
    spool: openSpool(folder),
    // The lock is given back after this, in the same turn.
    onStored: () => queueMicrotask(() => marksAtUnlock.push(readKinds(folder))),
  });
  queue.log(toLog(1));
  const create = await api.next(10);
  api.store(toLog(1));
  create.reset();
  api.list(await api.next(1_000));
  await api.pass(0);
  expect(queue.stats).toMatchObject({ stored: 1 });
  expect(marksAtUnlock).toEqual([['s0', 'u0', 'd0']]);
});

it('writes nothing more to what another queue has taken over meanwhile', async () => {
  const { folder } = await setUpSpool();
  const api = new ScriptedApi();
  const { lines, logger } = createLogger();
  const queue = createLogQueue(api.client, { spool: openSpool(folder), logger });
  queue.log(toLog(1));
  const create = await api.next(10);
  const path = findFile(folder, 'owner.json');
  const owner = JSON.parse(readFileSync(path, 'utf8'));
  // The process stood still, and somebody took it for dead.
  vi.setSystemTime(Date.now() + 60_000);
  writeFileSync(path, JSON.stringify({ ...owner, queue: 'another', isReleased: true }));
  create.answer(429, {});
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  expect(readKinds(folder)).toEqual(['s0']);
  expect(lines).toEqual([]);
});
