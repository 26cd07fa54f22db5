import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type PromptCrafterClient,
  PromptCrafterError,
  RateLimitError,
} from '../../../src/index.ts';
import { createObservedClient, inTurn, json } from '../../support/create-observed-client.ts';
import { findOperation, logInput, operationsOf, sampleLog } from '../../support/operations.ts';
import { rejectionOf } from '../../support/rejection-of.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2025-06-01T12:00:00Z') });
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** What a call ends with once all its waits are over. */
async function settle(call: Promise<unknown>): Promise<unknown> {
  const settled = call.catch((error: unknown) => error);
  await vi.runAllTimersAsync();
  return settled;
}

type Failure = () => Response | Promise<Response>;
const status =
  (code: number): Failure =>
  () =>
    new Response(null, { status: code });
const broken =
  (code: string): Failure =>
  () =>
    Promise.reject(
      new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) }),
    );

/** What may be better a moment later, and whether it may have been applied. */
const passing: [string, Failure, 'not-applied' | 'unknown'][] = [
  ['a refused connection', broken('ECONNREFUSED'), 'not-applied'],
  ['an unknown host', broken('ENOTFOUND'), 'not-applied'],
  ['408', status(408), 'not-applied'],
  ['429', status(429), 'not-applied'],
  ['a reset', broken('ECONNRESET'), 'unknown'],
  ['500', status(500), 'unknown'],
  ['502', status(502), 'unknown'],
  ['503', status(503), 'unknown'],
  ['504', status(504), 'unknown'],
  ['520', status(520), 'unknown'],
];

describe.each(passing)('after %s', (_, failure, outcome) => {
  it.each(operationsOf('none', 'repeatable'))('$name is tried again', async (operation) => {
    const { answer, call } = operation;
    const success = () =>
      new Response(answer ? JSON.stringify(answer) : null, { status: operation.status });
    const { client, requests } = createObservedClient(inTurn(failure, failure, success));
    expect(await settle(call(client))).toEqual(answer);
    expect(requests).toHaveLength(3);
    expect(new Set(requests.map(({ url, method, body }) => `${method} ${url} ${body}`)).size).toBe(
      1,
    );
  });

  it.each(operationsOf('once'))('$name is tried again only if nothing was applied', async (o) => {
    const { client, requests } = createObservedClient(inTurn(failure, json(o.status, o.answer)));
    const result = await settle(o.call(client));
    if (outcome === 'not-applied') {
      expect(result).toEqual(o.answer);
      expect(requests).toHaveLength(2);
    } else {
      expect(requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
      expect(result).toMatchObject({ outcome: 'unknown' });
    }
  });

  it('a call ends with the last failure when none succeeds', async () => {
    const { client, requests } = createObservedClient(failure);
    const error = await settle(client.getLogs());
    expect(error).toBeInstanceOf(PromptCrafterError);
    expect(error).toMatchObject({ attempts: 3 });
    expect(requests).toHaveLength(3);
  });

  it.each([0, 1, 5])(
    'a call is tried again as often as maxRetries says: %d',
    async (maxRetries) => {
      const { client, requests } = createObservedClient(failure, { maxRetries: 9 });
      const error = await settle(client.getLogs({ maxRetries }));
      expect(error).toMatchObject({ attempts: maxRetries + 1 });
      expect(requests).toHaveLength(maxRetries + 1);
    },
  );
});

describe('a body that cannot be read', () => {
  it.each<[string, Failure]>([
    ['is cut off', () => new Response('[{"_id":')],
    ['is empty', () => new Response('')],
    ['is HTML', () => new Response('<html></html>')],
    [
      'breaks off',
      () => new Response(new ReadableStream({ pull: (c) => c.error(new TypeError('terminated')) })),
    ],
  ])('since it %s is asked for again', async (_, failure) => {
    const { client, requests } = createObservedClient(inTurn(failure, json(200, [sampleLog])));
    expect(await settle(client.getLogs())).toEqual([sampleLog]);
    expect(requests).toHaveLength(2);
  });

  it('is not, where it says something else than it should', async () => {
    const { client, requests } = createObservedClient(json(200, { logs: [] }));
    expect(await settle(client.getLogs())).toMatchObject({ name: 'PromptCrafterResponseError' });
    expect(requests).toHaveLength(1);
  });
});

describe('no retry', () => {
  const final = Array.from({ length: 100 }, (_, index) => 400 + index).filter(
    (code) => code !== 408 && code !== 429,
  );

  it.each([...final, 501, 505, 301, 302, 307])('follows %d', async (code) => {
    const { client, requests } = createObservedClient(status(code));
    expect(await settle(client.getLogs())).toBeInstanceOf(PromptCrafterError);
    expect(requests).toHaveLength(1);
  });
});

describe('the wait', () => {
  /** When the requests of a call went out, in ms from the first on. */
  async function timesOf(
    failure: Failure,
    call: (client: PromptCrafterClient) => Promise<unknown>,
  ): Promise<number[]> {
    const times: number[] = [];
    const { client } = createObservedClient(() => {
      times.push(Date.now());
      return failure();
    });
    await settle(call(client));
    return times.map((time) => time - (times[0] ?? 0));
  }
  const gaps = (times: number[]) => times.slice(1).map((time, index) => time - (times[index] ?? 0));

  it.each([
    [0, [0, 0, 0, 0, 0, 0]],
    [0.5, [250, 500, 1_000, 2_000, 4_000, 4_000]],
    [0.999, [499, 999, 1_998, 3_996, 7_992, 7_992]],
  ])('doubles up to 8 s, with full jitter: random %d', async (random, expected) => {
    vi.mocked(Math.random).mockReturnValue(random);
    const patient = { maxRetries: 6, timeout: 100_000 };
    const times = await timesOf(status(503), (client) => client.getLogs(patient));
    expect(gaps(times)).toHaveLength(6);
    for (const [index, gap] of gaps(times).entries()) {
      expect(Math.abs(gap - (expected[index] ?? 0))).toBeLessThanOrEqual(2);
    }
  });

  it.each([
    ['seconds', '7'],
    ['a date', 'Sun, 01 Jun 2025 12:00:07 GMT'],
  ])('is what Retry-After says in %s', async (_, value) => {
    const limited = () => new Response(null, { status: 429, headers: { 'retry-after': value } });
    const times = await timesOf(limited, (client) => client.getLogs({ maxRetries: 1 }));
    expect(times).toEqual([0, 7_000]);
  });

  it('counts a date from the server’s own clock', async () => {
    const headers = {
      'retry-after': 'Wed, 01 Jan 2020 00:00:03 GMT',
      date: 'Wed, 01 Jan 2020 00:00:00 GMT',
    };
    const failure = () => new Response(null, { status: 503, headers });
    expect(await timesOf(failure, (client) => client.getLogs({ maxRetries: 1 }))).toEqual([
      0, 3_000,
    ]);
  });

  it.each(['30', '86400', '999999999999999999999', 'Sun, 01 Jun 2026 12:00:00 GMT'])(
    'is none where Retry-After %s does not fit the deadline',
    async (value) => {
      const { client, requests } = createObservedClient(
        json(429, { error: 'Slow down' }, { 'retry-after': value }),
      );
      const error = await rejectionOf(client.getLogs());
      expect(error).toBeInstanceOf(RateLimitError);
      expect(error).toMatchObject({ message: 'Slow down', attempts: 1 });
      expect((error as RateLimitError).retryAfter).toBeGreaterThanOrEqual(30_000);
      expect(requests).toHaveLength(1);
      expect(vi.getTimerCount()).toBe(0);
    },
  );

  it('is none where timers cannot count that far', async () => {
    const { client, requests } = createObservedClient(
      json(429, {}, { 'retry-after': String(2 ** 32) }),
      { timeout: Number.POSITIVE_INFINITY },
    );
    expect(await rejectionOf(client.getLogs())).toBeInstanceOf(RateLimitError);
    expect(requests).toHaveLength(1);
  });

  it.each(['-1', 'soon', '', '1e3', '2 hours', 'Infinity', '0x10'])(
    'pays no heed to %j',
    async (value) => {
      const failure = () => new Response(null, { status: 503, headers: { 'retry-after': value } });
      expect(await timesOf(failure, (client) => client.getLogs({ maxRetries: 1 }))).toEqual([
        0, 250,
      ]);
    },
  );
});

describe('an idle minute', () => {
  it('brings no request that the caller has given up on', async () => {
    const { client, requests } = createObservedClient(status(503), { timeout: 600 });
    await settle(findOperation('getLogs').call(client));
    const sent = requests.length;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(requests).toHaveLength(sent);
    await settle(client.createLog(logInput, { maxRetries: 0 }));
    expect(requests).toHaveLength(sent + 1);
  });
});
