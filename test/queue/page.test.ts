import { afterEach, expect, it, onTestFinished, vi } from 'vitest';
import { createLogQueue, type LogQueueOptions, type QueueClient } from '../../src/queue/index.ts';
import { createObservedClient, never } from '../support/create-observed-client.ts';
import { turn } from './model/world.ts';
import { fakeTime, toLog } from './support/fake-time.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});
fakeTime();

/** A queue that is closed with its test: those that have something to send share one listener. */
function startQueue(client: QueueClient, options: LogQueueOptions = {}) {
  const queue = createLogQueue(client, options);
  onTestFinished(async () => {
    await queue.close({ timeout: 1 });
  });
  return queue;
}

/** Makes the globals of a page, as far as the queue looks at them. */
function stubPage() {
  const target = new EventTarget();
  vi.stubGlobal('document', {});
  vi.stubGlobal('addEventListener', target.addEventListener.bind(target));
  vi.stubGlobal('removeEventListener', target.removeEventListener.bind(target));
  return { hide: () => target.dispatchEvent(new Event('pagehide')) };
}

it('sends with keepalive what waits when a page goes away, as far as it fits', async () => {
  const page = stubPage();
  const { client, requests } = createObservedClient(never);
  const queue = startQueue(client, { concurrency: 1 });
  queue.log(toLog(1));
  await vi.advanceTimersByTimeAsync(1);
  expect(requests).toHaveLength(1);
  queue.log({ ...toLog(2), output: 'x'.repeat(50_000) });
  queue.log({ ...toLog(3), output: 'y'.repeat(20_000) });
  queue.log(toLog(4));
  page.hide();
  await turn();
  const last = requests.slice(1);
  expect(last.map(({ keepalive }) => keepalive)).toEqual([true, true]);
  expect(last.map(({ body }) => JSON.parse(body ?? '').output.length)).toEqual([50_000, 8]);
  expect(queue.stats).toMatchObject({ sending: 3, pending: 1 });
});

it('counts quotation marks twice, as JSON writes them', async () => {
  const page = stubPage();
  const { client, requests } = createObservedClient(never);
  startQueue(client).log({ ...toLog(1), output: '"'.repeat(31_000) });
  page.hide();
  await turn();
  expect(requests).toHaveLength(0);
});

it('listens only while it has something to send', async () => {
  const page = stubPage();
  const { client, requests } = createObservedClient((request) =>
    Response.json(
      { _id: 'log1', ...JSON.parse(request.body ?? ''), createdAt: new Date().toISOString() },
      { status: 201 },
    ),
  );
  const queue = startQueue(client);
  const added = vi.spyOn(globalThis, 'addEventListener');
  const removed = vi.spyOn(globalThis, 'removeEventListener');
  page.hide();
  expect(added).not.toHaveBeenCalled();
  queue.log(toLog(1));
  expect(added).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(10);
  expect([requests.length, removed.mock.calls.length]).toEqual([1, 1]);
});

it('goes on with a page that comes back', async () => {
  const page = stubPage();
  let isAway = true;
  const { client } = createObservedClient((request) => {
    if (isAway) throw new TypeError('Failed to fetch');
    if (request.method === 'GET') return Response.json({ error: 'No logs.' }, { status: 404 });
    const log = {
      _id: 'log1',
      ...JSON.parse(request.body ?? ''),
      createdAt: new Date().toISOString(),
    };
    return Response.json(log, { status: 201 });
  });
  const queue = startQueue(client);
  queue.log(toLog(1));
  page.hide();
  await turn();
  isAway = false;
  await vi.advanceTimersByTimeAsync(5_000);
  expect(queue.stats).toMatchObject({ stored: 1, pending: 0 });
});
