import { expect, it, vi } from 'vitest';
import { createLogQueue } from '../../../src/queue/index.ts';
import { openSpool } from '../../../src/queue/node-spool.ts';
import { fakeTime, toLog } from '../support/fake-time.ts';
import { ScriptedApi } from '../support/scripted-api.ts';
import { setUpSpool } from '../support/spool-folder.ts';

fakeTime();

it.each([
  ['', 0],
  [', also when the clock is set back meanwhile', -2_000],
])('waits for another process that sends the same at the same time%s', async (_when, by) => {
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
  vi.setSystemTime(Date.now() + by);
  api.list(await api.next(1_000));
  expect(await api.pass(1_000)).toBe(0);
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
