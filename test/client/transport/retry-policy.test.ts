import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  fullBudget,
  refund,
  resolveBackoff,
  resolveRetryCost,
  spend,
  toRetryAfter,
} from '../../../src/client/transport/retry-policy.ts';
import { PromptCrafterClient } from '../../../src/index.ts';
import { createObservedClient } from '../../support/create-observed-client.ts';
import { errorOf } from '../../support/rejection-of.ts';
import { startScriptedServer, withJson, withStatus } from '../../support/scripted-server.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

describe('the backoff', () => {
  it('lies between 0 and 0.5 s, doubling, 8 s at most', () => {
    const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000 }), random, (attempt, value) => {
        const backoff = resolveBackoff(attempt, () => value);
        expect(backoff).toBeGreaterThanOrEqual(0);
        expect(backoff).toBeLessThan(Math.min(8_000, 250 * 2 ** attempt) + Number.EPSILON);
      }),
    );
  });
});

describe('Retry-After', () => {
  it('is never a negative number nor NaN, whatever the headers hold', () => {
    const header = fc.oneof(
      fc.string(),
      fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
      fc.double().map(String),
    );
    fc.assert(
      fc.property(fc.option(header), fc.option(header), (value, date) => {
        const delay = toRetryAfter(value, date, Date.now());
        expect(delay === undefined || delay >= 0).toBe(true);
      }),
    );
  });

  it.each([
    ['in the form of RFC 9110', 'Sun, 06 Nov 1994 08:49:37 GMT'],
    ['in the form of RFC 850', 'Sunday, 06-Nov-94 08:49:37 GMT'],
    ['in the form of asctime', 'Sun Nov  6 08:49:37 1994 GMT'],
  ])('is a date %s', (_, text) => {
    expect(toRetryAfter(text, 'Sun, 06 Nov 1994 08:49:30 GMT', 0)).toBe(7_000);
  });

  it('is counted from the local clock where the server’s cannot be read', () => {
    const now = Date.parse('Sun, 06 Nov 1994 08:49:07 GMT');
    for (const date of [null, '', 'garbage', '5']) {
      expect(toRetryAfter('Sun, 06 Nov 1994 08:49:37 GMT', date, now)).toBe(30_000);
    }
  });
});

describe('the budget', () => {
  it('pays for 35 retries, and for 100 after throttles', () => {
    for (const [throttled, expected] of [
      [false, 35],
      [true, 100],
    ] as const) {
      let budget = fullBudget;
      let retries = 0;
      for (;;) {
        const next = spend(budget, resolveRetryCost(throttled));
        if (next === undefined) break;
        budget = next;
        retries += 1;
      }
      expect(retries).toBe(expected);
    }
  });

  it('gets back what was spent, or 1, and never grows beyond its beginning', () => {
    expect(refund({ tokens: 100 }, 28)).toEqual({ tokens: 128 });
    expect(refund({ tokens: 100 }, 0)).toEqual({ tokens: 101 });
    expect(refund(fullBudget, 14)).toEqual(fullBudget);
  });

  it('lets 100 calls at once multiply an outage by less than one and a half', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const server = await startScriptedServer(withStatus(503));
    const client = new PromptCrafterClient(server);
    const calls = Array.from({ length: 100 }, () => errorOf(client.getLogs()));
    for (const error of await Promise.all(calls)) expect(error.status).toBe(503);
    expect(server.requests.length).toBeGreaterThan(100);
    expect(server.requests.length).toBeLessThanOrEqual(140);
  });

  it.each([
    [503, 35],
    [429, 100],
  ])(
    'lets 100 calls at once repeat what is answered with %d so many times: %d',
    async (status, retries) => {
      vi.spyOn(Math, 'random').mockReturnValue(0);
      const headers = { 'retry-after': '0' };
      const { client, requests } = createObservedClient(
        () => new Response(null, { status, headers }),
      );
      await Promise.all(Array.from({ length: 100 }, () => errorOf(client.getLogs())));
      expect(requests).toHaveLength(100 + retries);
    },
  );

  it('is of one client: another is not held back', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const server = await startScriptedServer(withStatus(503));
    const open = () => new PromptCrafterClient(server);
    const exhausted = open();
    await Promise.all(Array.from({ length: 40 }, () => errorOf(exhausted.getLogs())));
    expect((await errorOf(exhausted.getLogs())).attempts).toBe(1);
    expect((await errorOf(open().getLogs())).attempts).toBe(3);
  });

  it('does not starve 500 calls of which each fails twice before it succeeds', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const { client, requests } = createObservedClient((_, index) =>
      index % 3 === 2 ? Response.json([]) : new Response(null, { status: 503 }),
    );
    for (let call = 0; call < 500; call += 1) expect(await client.getLogs()).toEqual([]);
    expect(requests).toHaveLength(1_500);
  });

  it('comes back with calls that succeed', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    let down = true;
    const { client } = createObservedClient(() =>
      down ? new Response(null, { status: 503 }) : Response.json([]),
    );
    await Promise.all(Array.from({ length: 40 }, () => errorOf(client.getLogs())));
    expect((await errorOf(client.getLogs())).attempts).toBe(1);
    down = false;
    for (let call = 0; call < 28; call += 1) await client.getLogs();
    down = true;
    expect((await errorOf(client.getLogs())).attempts).toBe(3);
  });

  it('is not touched by errors that are not retried', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const server = await startScriptedServer(withJson(404, { error: 'Not found' }));
    const client = new PromptCrafterClient(server);
    await Promise.all(Array.from({ length: 100 }, () => errorOf(client.getLogs())));
    expect(server.requests).toHaveLength(100);
  });
});
