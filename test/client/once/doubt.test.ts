import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type ClientOptions,
  type Log,
  PromptCrafterConnectionError,
  PromptCrafterResponseError,
} from '../../../src/index.ts';
import { createObservedClient } from '../../support/create-observed-client.ts';
import { promptInput, samplePrompt } from '../../support/operations.ts';
import { errorOf, rejectionOf } from '../../support/rejection-of.ts';

const minute = 60_000;

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'],
    now: Date.UTC(2026, 10, 26),
  });
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const reset = () => {
  const cause = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
  return Promise.reject(new TypeError('fetch failed', { cause }));
};

type Answer = () => Response | Promise<Response>;

const answer =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
  () =>
    Response.json(body, {
      status,
      headers: { date: new Date().toUTCString(), ...headers },
    });

/** A client whose creates and lists are answered one after the other; the last answer repeats. */
function open(creates: Answer[], lists: Answer[], options: ClientOptions = {}) {
  const times: number[] = [];
  const take = (answers: Answer[]) => (answers.length > 1 ? answers.shift() : answers[0]);
  const observed = createObservedClient(({ method }) => {
    times.push(performance.now());
    return (take(method === 'POST' ? creates : lists) ?? reset)();
  }, options);
  const methods = () => observed.requests.map(({ method }) => method);
  return { ...observed, methods, times };
}

const input = { promptId: 'prompt104', output: 'Yes.', modelUsed: 'gpt-4o' };
const toLog = (changes: Partial<Log> = {}): Log => ({
  _id: 'log1',
  createdAt: new Date().toISOString(),
  ...input,
  ...changes,
});

/** What becomes of a call when time goes on. */
async function settle<T>(call: Promise<T>): Promise<T> {
  call.catch(() => undefined);
  await vi.advanceTimersByTimeAsync(5 * minute);
  return call;
}

describe('a create in doubt', () => {
  it('adopts the record that is what was sent, as the client delivers records', async () => {
    const found = { ...toLog(), notes: null, score: null, more: 1 };
    const { client, methods } = open([reset], [answer(200, [found])]);
    expect(await settle(client.createLog(input))).toEqual({
      ...toLog({ createdAt: found.createdAt }),
      more: 1,
    });
    expect(methods()).toEqual(['POST', 'GET']);
  });

  it('adopts a record with its meta', async () => {
    const notes = 'promptcrafter-meta: {"v":1,"ms":5}';
    const { client } = open([reset], [answer(200, [toLog({ notes })])]);
    const log = await settle(client.createLog({ ...input, meta: { ms: 5 } }));
    expect(log.meta).toEqual({ ms: 5 });
    expect(log).not.toHaveProperty('notes');
  });

  it('adopts no record that is not whole', async () => {
    const { ownerId: _, ...partial } = { ...samplePrompt, ...promptInput };
    const createdAt = new Date().toISOString();
    const { client, methods } = open([reset], [answer(200, [{ ...partial, createdAt }])]);
    const error = errorOf(client.createPrompt(promptInput), PromptCrafterConnectionError);
    expect((await settle(error)).outcome).toBe('unknown');
    expect(methods()).toEqual(['POST', 'GET']);
  });

  it.each<[string, object]>([
    ['no id', { _id: undefined }],
    ['an id that is none', { _id: 5 }],
    ['no time', { createdAt: undefined }],
    ['a number as its time', { createdAt: 5 }],
  ])('is not sent again where it may be a record with %s', async (_, changes) => {
    const { client, methods } = open([reset], [() => answer(200, [{ ...toLog(), ...changes }])()]);
    const error = errorOf(client.createLog(input), PromptCrafterConnectionError);
    expect((await settle(error)).outcome).toBe('unknown');
    expect(methods()).toEqual(['POST', 'GET']);
  });

  it('ends with its own retries where no look finds it', async () => {
    const { client, methods } = open([reset], [answer(200, [])], { maxRetries: 1 });
    const error = errorOf(client.createLog(input), PromptCrafterConnectionError);
    expect(await settle(error)).toMatchObject({ outcome: 'unknown', attempts: 4 });
    expect(methods()).toEqual(['POST', 'GET', 'POST', 'GET']);
  });

  it('is not sent again where the answer was one that would come again', async () => {
    const { client, methods } = open([answer(201, { ok: true })], [answer(200, [])]);
    const error = errorOf(client.createLog(input), PromptCrafterResponseError);
    expect(await settle(error)).toMatchObject({ outcome: 'unknown', attempts: 2 });
    expect(methods()).toEqual(['POST', 'GET']);
  });

  it('is looked for only when the server lets it', async () => {
    const busy = answer(503, {}, { 'retry-after': '7' });
    const { client, times } = open([busy, answer(201, toLog())], [answer(200, [])]);
    await settle(client.createLog(input));
    expect(times).toHaveLength(3);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBe(7_000);
  });

  it('costs nothing of what is left for retries once it is settled', async () => {
    const stored: Log[] = [];
    const { client } = createObservedClient(({ method, body }) => {
      if (method === 'GET') return answer(200, stored)();
      stored.push(toLog({ ...JSON.parse(body ?? ''), _id: `log${stored.length}` }));
      return reset();
    });
    for (let index = 0; index < 60; index += 1) {
      const log = await settle(client.createLog({ ...input, output: `Answer ${index}` }));
      expect(log._id).toBe(`log${index}`);
    }
  });

  it('is looked for in a list that is whole: one that breaks off is asked for again', async () => {
    const broken = () =>
      new Response(`[${JSON.stringify(toLog({ _id: 'other', output: 'No.' }))},`);
    const { client, methods } = open([reset], [broken, answer(200, [toLog()])]);
    expect((await settle(client.createLog(input)))._id).toBe('log1');
    expect(methods()).toEqual(['POST', 'GET', 'GET']);
  });

  it('is looked for by a list of its own where another is under way', async () => {
    let show = (_response: Response) => {};
    const slow = () => new Promise<Response>((resolve) => (show = resolve));
    const second = toLog({ _id: 'log2', output: 'No.' });
    const { client, methods } = open([reset], [slow, answer(200, [second])]);
    const calls = [client.createLog(input)];
    await vi.advanceTimersByTimeAsync(300);
    expect(methods()).toEqual(['POST', 'GET']);
    calls.push(client.createLog({ ...input, output: 'No.' }));
    await vi.advanceTimersByTimeAsync(300);
    show(Response.json([toLog()]));
    const logs = await settle(Promise.all(calls));
    expect(logs.map(({ _id }) => _id)).toEqual(['log1', 'log2']);
    expect(methods()).toEqual(['POST', 'GET', 'POST', 'GET']);
  });
});

describe('a list that is seen to be one of several', () => {
  const unsettled: [string, Record<string, string>][] = [
    ['says that it has more', { 'x-total-count': '2' }],
    ['names a next page', { link: '</logs?page=2>; rel="next", </logs>; rel="first"' }],
    ['names a next page without quotes', { link: '</logs?page=2>; rel=next' }],
  ];

  it.each(unsettled)('since it %s settles no doubt by what is not in it', async (_, headers) => {
    const other = toLog({ _id: 'other', output: 'No.' });
    const { client, methods } = open([reset], [answer(200, [other], headers)]);
    const error = errorOf(client.createLog(input), PromptCrafterConnectionError);
    expect((await settle(error)).outcome).toBe('unknown');
    expect(methods()).toEqual(['POST', 'GET']);
  });

  it.each(unsettled)('since it %s settles doubt by what is in it', async (_, headers) => {
    const { client } = open([reset], [answer(200, [toLog()], headers)]);
    expect((await settle(client.createLog(input)))._id).toBe('log1');
  });

  it.each<[string, Answer]>([
    ['another log', answer(200, [toLog({ _id: 'other', output: 'No.' })])],
    ['none', answer(404, { error: 'No logs found for the specified prompt ID.' })],
  ])('lacks what the client has received before: it shows %s', async (_, list) => {
    const first = toLog({ _id: 'log0', output: 'First.' });
    const { client, methods } = open([answer(201, first), reset], [list]);
    await settle(client.createLog({ ...input, output: 'First.' }));
    const error = errorOf(client.createLog(input), PromptCrafterConnectionError);
    expect((await settle(error)).outcome).toBe('unknown');
    expect(methods()).toEqual(['POST', 'POST', 'GET']);
  });

  it('is whole where what it lacks was deleted by this client', async () => {
    const first = toLog({ _id: 'log0', output: 'First.' });
    const creates = [answer(201, first), reset, answer(201, toLog())];
    const { client, methods } = open(creates, [
      () => new Response(null, { status: 204 }),
      answer(200, []),
    ]);
    await settle(client.createLog({ ...input, output: 'First.' }));
    await settle(client.deleteLog('log0'));
    expect((await settle(client.createLog(input)))._id).toBe('log1');
    expect(methods()).toEqual(['POST', 'DELETE', 'POST', 'GET', 'POST']);
  });
});

describe('a server that changes what it is sent', () => {
  const padded = { ...input, output: ' Yes. ' };

  it('is sent nothing again once it has been seen to', async () => {
    const { client, methods } = open([answer(201, toLog()), reset], [answer(200, [])]);
    await settle(client.createLog(padded));
    const other = { ...input, output: 'Something else.' };
    const error = errorOf(client.createLog(other), PromptCrafterConnectionError);
    expect((await settle(error)).outcome).toBe('unknown');
    expect(methods()).toEqual(['POST', 'POST']);
  });

  it('is sent nothing again where what it lists may be what was sent', async () => {
    const { client, methods } = open([reset], [answer(200, [toLog()])]);
    const error = errorOf(client.createLog(padded), PromptCrafterConnectionError);
    expect((await settle(error)).outcome).toBe('unknown');
    expect(methods()).toEqual(['POST', 'GET']);
  });

  it('is known by what another call of this client has not received', async () => {
    const shouted = { ...input, output: 'YES.' };
    const first = toLog();
    const second = toLog({ ...shouted, _id: 'log2' });
    const { client, methods } = open(
      [answer(201, first), reset, answer(201, second)],
      [answer(200, [first])],
    );
    await client.createLog(input);
    expect(await settle(client.createLog(shouted))).toEqual(second);
    expect(methods()).toEqual(['POST', 'POST', 'GET', 'POST']);
  });
});

describe('the time of a record', () => {
  const withoutDate =
    (status: number, body: unknown): Answer =>
    () =>
      Response.json(body, { status });
  const late = () => new Date(Date.now() - 20 * minute).toISOString();

  it('is by a clock that the answers to creates have told', async () => {
    const creates = [() => withoutDate(201, toLog({ _id: 'log0', createdAt: late() }))(), reset];
    const list = () => {
      const first = toLog({ _id: 'log0', createdAt: late() });
      return withoutDate(200, [first, toLog({ createdAt: late() })])();
    };
    const { client } = open(creates, [list]);
    await client.createLog(input);
    expect((await settle(client.createLog(input)))._id).toBe('log1');
  });

  it.each([
    ['what was sent', {}],
    ['nearly what was sent', { output: 'YES.' }],
  ])('of %s is by a clock that an identical create tells meanwhile', async (_, changes) => {
    const old = toLog({ _id: 'old', createdAt: late(), ...changes });
    let tell = (_response: Response) => {};
    const slow = () => new Promise<Response>((resolve) => (tell = resolve));
    const creates = [reset, slow, () => withoutDate(201, toLog())()];
    const { client, methods } = open(creates, [withoutDate(200, [old])]);
    const calls = [client.createLog(input), client.createLog(input)];
    await vi.advanceTimersByTimeAsync(2_000);
    expect(methods()).toEqual(['POST', 'POST', 'GET']);
    tell(Response.json(toLog({ _id: 'log2' }), { status: 201 }));
    const logs = await settle(Promise.all(calls));
    expect(logs.map(({ _id }) => _id)).toEqual(['log1', 'log2']);
    expect(methods()).toEqual(['POST', 'POST', 'GET', 'POST']);
  });

  it('is by no clock that nobody has told', async () => {
    const { client } = open([reset], [() => withoutDate(200, [toLog({ createdAt: late() })])()]);
    const error = errorOf(client.createLog(input), PromptCrafterConnectionError);
    expect((await settle(error)).outcome).toBe('unknown');
  });

  it('is too early where a record of a later time may have been forgotten', async () => {
    const ahead = new Date(Date.now() + 30 * minute).toISOString();
    const creates = [
      answer(201, toLog({ _id: 'log0', createdAt: ahead })),
      () => answer(201, toLog({ _id: 'log00', output: 'No.' }))(),
      reset,
    ];
    const { client, methods } = open(creates, [() => answer(200, [toLog()])()]);
    await client.createLog(input);
    await vi.advanceTimersByTimeAsync(15 * minute);
    await client.createLog({ ...input, output: 'No.' });
    const error = rejectionOf(client.createLog(input));
    expect(await settle(error)).toMatchObject({ outcome: 'unknown' });
    expect(methods()).toEqual(['POST', 'POST', 'POST', 'GET']);
  });
});
