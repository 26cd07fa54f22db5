import { expect, it } from 'vitest';
import { createLogQueue, type LogFailure } from '../../src/queue/index.ts';
import type { LogQueueOptions } from '../../src/queue/options.ts';
import { fakeTime, startProgram, toLog } from './support/fake-time.ts';
import { ScriptedApi } from './support/scripted-api.ts';

fakeTime();

/** Longer than a server is given to store what it has not answered, and than the first backoff. */
const settled = 600;

function start(options: LogQueueOptions = {}, token?: () => string) {
  const api = new ScriptedApi(token && { token });
  const failures: LogFailure[] = [];
  const queue = createLogQueue(api.client, {
    onFailed: (failure) => failures.push(failure),
    ...options,
  });
  return { api, queue, failures };
}

it('looks before it sends again, and takes what it finds for the answer that was lost', async () => {
  const { api, queue } = start();
  queue.log(toLog(1));
  const create = await api.next(1);
  api.store(toLog(1));
  create.reset();
  expect(await api.pass(200)).toBe(0);
  const list = await api.next(settled);
  expect(list.url).toBe('https://api.example.com/logs?promptId=prompt104');
  api.list(list);
  expect(await api.pass(60_000)).toBe(0);
  expect(queue.stats).toMatchObject({ stored: 1, pending: 0 });
});

it('sends again what a list does not show', async () => {
  const { api, queue } = start();
  queue.log(toLog(1));
  (await api.next(1)).answer(500, {});
  api.list(await api.next(settled));
  api.accept(await api.next(1));
  await api.pass(0);
  expect(queue.stats).toMatchObject({ stored: 1, pending: 0 });
});

it('settles all doubtful logs of a prompt by one list, identical ones by their number', async () => {
  const { api, queue } = start();
  const inputs = [1, 1, 1, 2, 3].map((number) => toLog(number));
  for (const input of inputs) queue.log(input);
  await api.pass(1);
  for (const [index, input] of inputs.entries()) {
    const create = await api.next();
    if (index % 2 === 0) api.store(input);
    create.reset();
  }
  // Three in a row close the gate, which opens for a list.
  api.list(await api.next(1_000));
  const again = [await api.next(50)];
  api.accept(again[0] as never);
  again.push(await api.next(50));
  api.accept(again[1] as never);
  await api.pass(60_000);
  expect(api.requests).toHaveLength(5 + 1 + 2);
  expect(again.map(({ body }) => body?.output).sort()).toEqual(['Answer 1', 'Answer 2']);
  expect(queue.stats).toMatchObject({ stored: 5, pending: 0 });
});

it('asks for one list of each prompt', async () => {
  const { api, queue } = start();
  for (const prompt of ['a', 'b']) for (const number of [1, 2]) queue.log(toLog(number, prompt));
  await api.pass(1);
  for (let create = 0; create < 4; create += 1) (await api.next()).reset();
  const [first] = [await api.next(1_000)];
  api.list(first);
  await api.pass(5_000);
  const lists = api.requests.filter(({ method }) => method === 'GET');
  expect(new Set(lists.map(({ url }) => url)).size).toBe(lists.length);
});

it('does not take for its own what was stored before', async () => {
  const { api, queue } = start();
  api.store(toLog(1), { createdAt: new Date(Date.now() - 10_000).toISOString() });
  queue.log(toLog(1));
  (await api.next(1)).reset();
  api.list(await api.next(settled));
  api.accept(await api.next(1));
  await api.pass(0);
  expect(queue.stats).toMatchObject({ stored: 1 });
});

it('does not take for its own what it has stored for an identical log', async () => {
  const { api, queue } = start({ concurrency: 1 });
  queue.log(toLog(1));
  queue.log(toLog(1));
  api.accept(await api.next(1));
  (await api.next(1)).reset();
  api.list(await api.next(settled));
  api.accept(await api.next(1));
  await api.pass(0);
  expect(queue.stats).toMatchObject({ stored: 2 });
  expect(api.records).toHaveLength(2);
});

it('waits for an identical log of its own whose answer is still to come', async () => {
  const { api, queue } = start();
  queue.log(toLog(1));
  queue.log(toLog(1));
  (await api.next(1)).reset();
  const other = await api.next();
  const record = api.store(toLog(1));
  api.list(await api.next(settled));
  expect(await api.pass(2_000)).toBe(0);
  expect(queue.stats).toMatchObject({ stored: 0 });
  other.answer(201, record);
  api.accept(await api.next(100));
  await api.pass(0);
  expect(queue.stats).toMatchObject({ stored: 2, pending: 0 });
  expect(api.records).toHaveLength(2);
});

it('waits for a direct call of the client that sends the same', async () => {
  const { api, queue } = start();
  queue.log(toLog(1));
  (await api.next(1)).reset();
  const call = api.client.createLog(toLog(1));
  const other = await api.next();
  const record = api.store(toLog(1));
  api.list(await api.next(settled));
  expect(await api.pass(2_000)).toBe(0);
  other.answer(201, record);
  expect((await call)._id).toBe(record._id);
  api.accept(await api.next(100));
  await api.pass(0);
  expect(queue.stats).toMatchObject({ stored: 1 });
});

it('leaves alone what a direct call of the client has received long before the look', async () => {
  const { api, queue } = start({ concurrency: 1 });
  queue.log(toLog(1));
  (await api.next(1)).reset();
  const call = api.client.createLog(toLog(1));
  api.accept(await api.next());
  await call;
  // It cannot be looked at for a minute, in which the client would forget the record.
  for (let look = 0; look < 8; look += 1) {
    (await api.next(61_000)).answer(503, '');
    const another = api.client.createLog(toLog(look + 2));
    api.accept(await api.next());
    await another;
  }
  expect(Date.now() - Date.parse(api.records[0]?.createdAt ?? '')).toBeGreaterThan(20_000);
  api.list(await api.next(61_000));
  api.accept(await api.next(1_000));
  await api.pass(0);
  expect(queue.stats).toMatchObject({ stored: 1 });
});

it('waits out an outage in which it cannot look', async () => {
  const { api, queue } = start();
  queue.log(toLog(1));
  const create = await api.next(1);
  api.store(toLog(1));
  create.reset();
  for (let attempt = 0; attempt < 8; attempt += 1) (await api.next(61_000)).answer(503, '');
  api.list(await api.next(61_000));
  await api.pass(0);
  expect(api.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
  expect(queue.stats).toMatchObject({ stored: 1 });
});

it('does not hold a long outage against the list that comes after it', async () => {
  const { api, queue } = start();
  queue.log(toLog(1));
  (await api.next(1)).reset();
  for (let attempt = 0; attempt < 15; attempt += 1) (await api.next(61_000)).answer(503, '');
  queue.log(toLog(2));
  // Lists and logs take turns to find out whether the API is back.
  for (let other = await api.next(61_000); ; other = await api.next(61_000)) {
    if (other.method === 'GET') other.answer(503, '');
    else {
      api.accept(other);
      break;
    }
  }
  (await api.next(61_000)).answer(503, '');
  await api.pass(100);
  expect(queue.stats).toMatchObject({ stored: 1, failed: 0, pending: 1 });
  api.list(await api.next(61_000));
  api.accept(await api.next(61_000));
  await api.pass(0);
  expect(queue.stats).toMatchObject({ stored: 2, failed: 0 });
});

it.each([
  [403, { error: 'User is not authorized to view logs for this prompt.' }],
  [400, { error: '`promptId` missing or malformed' }],
])('fails with unknown where the list is refused: %i', async (status, body) => {
  const { api, queue, failures } = start();
  queue.log(toLog(1));
  (await api.next(1)).reset();
  (await api.next(settled)).answer(status, body);
  expect(await api.pass(120_000)).toBe(0);
  expect(failures).toMatchObject([{ input: toLog(1), outcome: 'unknown' }]);
  expect(`${failures[0]?.error}`).toBe(
    'PromptCrafterError: Failed to log an output: the list that would show it is refused, so that nobody can know whether it is stored. Look before you log it again.',
  );
  expect(queue.stats).toMatchObject({ failed: 1, pending: 0 });
});

it('believes no list that lacks what is stored, and sends nothing again because of it', async () => {
  const { api, queue, failures } = start({ concurrency: 1 });
  queue.log(toLog(1));
  queue.log(toLog(2));
  api.accept(await api.next(1));
  (await api.next(1)).reset();
  for (let look = 0; look < 3; look += 1) {
    (await api.next(5_000)).answer(404, { error: 'No logs found for the specified prompt ID.' });
  }
  expect(await api.pass(120_000)).toBe(0);
  expect(failures).toMatchObject([{ input: toLog(2), outcome: 'unknown' }]);
});

it('believes a list that is late, once it is complete', async () => {
  const { api, queue } = start({ concurrency: 1 });
  queue.log(toLog(1));
  queue.log(toLog(2));
  api.accept(await api.next(1));
  (await api.next(1)).reset();
  (await api.next(settled)).answer(200, []);
  api.list(await api.next(5_000));
  api.accept(await api.next(1));
  await api.pass(0);
  expect(queue.stats).toMatchObject({ stored: 2 });
});

it('misses no record that the client has deleted itself', async () => {
  const { api, queue } = start({ concurrency: 1 });
  queue.log(toLog(1));
  queue.log(toLog(2));
  const { _id } = api.accept(await api.next(1));
  const deletion = api.client.deleteLog(_id);
  const create = await api.next(1);
  const other = await api.next();
  const [removal, post] = create.method === 'DELETE' ? [create, other] : [other, create];
  removal.answer(200, '');
  await deletion;
  post.reset();
  (await api.next(settled)).answer(404, { error: 'No logs found for the specified prompt ID.' });
  api.accept(await api.next(1));
  await api.pass(0);
  expect(queue.stats).toMatchObject({ stored: 2 });
});

it('sends nothing again to a server that changes what it is sent', async () => {
  const { api, queue, failures } = start({ concurrency: 1 });
  queue.log({ ...toLog(1), output: ' A text. ' });
  queue.log(toLog(2));
  const first = await api.next(1);
  first.answer(201, api.store({ ...toLog(1), output: 'A text.' }));
  (await api.next(1)).reset();
  expect(await api.pass(120_000)).toBe(0);
  expect(failures).toMatchObject([{ input: toLog(2), outcome: 'unknown' }]);
});

it('sends nothing again where the list holds what nearly is the same', async () => {
  const { api, queue, failures } = start();
  queue.log({ ...toLog(1), output: ' A text. ' });
  const create = await api.next(1);
  api.store({ ...toLog(1), output: 'A text.' });
  create.reset();
  for (let look = 0; look < 3; look += 1) api.list(await api.next(5_000));
  expect(await api.pass(120_000)).toBe(0);
  expect(failures).toMatchObject([{ outcome: 'unknown' }]);
});

it('gives up on an API that says it stores a log and never shows it', async () => {
  const { api, queue, failures } = start();
  queue.log(toLog(1));
  for (let round = 0; round < 3; round += 1) {
    (await api.next(5_000)).answer(201, '<html>Welcome</html>');
    api.list(await api.next(5_000));
  }
  expect(await api.pass(120_000)).toBe(0);
  expect(failures).toMatchObject([{ outcome: 'unknown' }]);
});

it('takes the record that a list shows for an answer that cannot be read', async () => {
  const { api, queue } = start();
  queue.log({ ...toLog(1), meta: { ms: 3 } });
  const create = await api.next(1);
  if (create.body) api.store(create.body);
  create.answer(201, '{"_id":');
  api.list(await api.next(settled));
  await api.pass(0);
  expect(queue.stats).toMatchObject({ stored: 1 });
});

it('asks for another token where one is refused for the list', async () => {
  let asked = 0;
  const { api, queue } = start({}, () => {
    asked += 1;
    return `token-number-${asked}`;
  });
  queue.log(toLog(1));
  (await api.next(1)).reset();
  (await api.next(settled)).answer(401, { error: 'Authentication token is expired or invalid' });
  const again = await api.next();
  expect(again.token).toBe('Bearer token-number-2');
  api.list(again);
  api.accept(await api.next(1));
  await api.pass(0);
  expect(queue.stats).toMatchObject({ stored: 1 });
});

it('keeps the text of a meta through a look', async () => {
  const input = { ...toLog(1), notes: 'Short.', meta: { case: 'refund-1', ms: 3 } };
  const { world, queue, diary } = startProgram();
  world.fail('post', 'reset-after');
  queue.log(input);
  await world.pass(5_000);
  expect(diary.stored).toEqual([input]);
  expect(world.logs).toHaveLength(1);
});
