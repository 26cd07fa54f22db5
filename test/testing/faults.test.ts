import { describe, expect, it } from 'vitest';
import { createTestApi, type Fault, type TestApi } from '../../src/testing/index.ts';

type Outcome = number | 'reset';

async function get(api: TestApi, path = '/prompts'): Promise<Outcome> {
  try {
    return (await api.fetch(`https://api.example.com${path}`)).status;
  } catch {
    return 'reset';
  }
}

async function getTimes(api: TestApi, times: number): Promise<Outcome[]> {
  const statuses: Outcome[] = [];
  for (let count = 0; count < times; count += 1) statuses.push(await get(api));
  return statuses;
}

describe('fail', () => {
  it('hits the next request and no other', async () => {
    const api = createTestApi();
    api.fail({ with: 'reset' });

    expect(await getTimes(api, 2)).toEqual(['reset', 401]);
  });

  it('hits so many requests', async () => {
    const api = createTestApi();
    api.fail({ times: 2, with: { status: 503 } });

    expect(await getTimes(api, 3)).toEqual([503, 503, 401]);
  });

  it('hits in the order in which the faults were set', async () => {
    const api = createTestApi();
    api.fail({ with: { status: 502 } });
    api.fail({ times: Number.POSITIVE_INFINITY, with: { status: 503 } });

    expect(await getTimes(api, 3)).toEqual([502, 503, 503]);
  });

  it('hits only the operations that it is on', async () => {
    const api = createTestApi();
    api.fail({ on: 'getLogs', with: { status: 502 } });
    api.fail({ on: ['getLogsByPrompt', 'searchPrompts'], with: { status: 503 } });

    expect(await get(api)).toBe(401);
    expect(await get(api, '/nowhere')).toBe(404);
    expect(await get(api, '/search')).toBe(503);
    expect(await get(api, '/logs')).toBe(502);
  });

  it('hits with its probability, the same way for the same seed', async () => {
    const run = (seed: number) => {
      const api = createTestApi({ seed });
      api.fail({ times: Number.POSITIVE_INFINITY, probability: 0.5, with: 'reset' });
      return getTimes(api, 20);
    };

    const statuses = await run(1);
    expect(new Set(statuses)).toEqual(new Set(['reset', 401]));
    expect(await run(1)).toEqual(statuses);
    expect(await run(2)).not.toEqual(statuses);
  });

  it('leaves preflights alone', async () => {
    const api = createTestApi();
    api.fail({ with: 'reset' });

    const response = await api.fetch('https://api.example.com/logs', { method: 'OPTIONS' });
    expect(response.status).toBe(204);
    expect(await get(api)).toBe('reset');
  });

  it.each<[Fault, string]>([
    [{ status: 100 }, 'a status is an integer from 200 to 599'],
    [{ delay: Number.NaN }, 'a wait is a number of milliseconds'],
    [{ drip: -1 }, 'a wait is a number of milliseconds'],
    ['resets' as Fault, 'there is no fault resets'],
    ['constructor' as Fault, 'there is no fault constructor'],
  ])('refuses %j', (fault, reason) => {
    expect(() => createTestApi().fail({ with: fault })).toThrow(reason);
  });

  it.each<[unknown, string]>([
    ['reset', "its options are no object. Call it as api.fail({ with: 'reset' })"],
    [undefined, "its options are no object. Call it as api.fail({ with: 'reset' })"],
    [[{ with: 'reset' }], "its options are no object. Call it as api.fail({ with: 'reset' })"],
    [{}, "it says no fault. Call it as api.fail({ with: 'reset' })"],
    [{ on: 'createLog' }, "it says no fault. Call it as api.fail({ with: 'reset' })"],
    [{ fault: 'reset' }, "there is no option 'fault'. There are with, on, times, probability"],
    [{ with: 'reset', time: 2 }, "there is no option 'time'"],
    [{ with: null }, 'it has no status, delay or drip'],
    [{ with: 503 }, 'it has no status, delay or drip'],
    [{ with: {} }, 'it has no status, delay or drip'],
    [{ with: { code: 503 } }, 'it has no status, delay or drip'],
    [{ with: { status: '503' } }, 'a status is an integer from 200 to 599'],
    [{ with: { status: 503, delay: 100 } }, 'a fault with status has no delay'],
    [{ with: { status: 503, header: {} } }, 'a fault with status has no header'],
    [{ with: { status: 503, headers: { 'Retry After': '1' } } }, 'its headers are no headers'],
    [{ with: { status: 200, body: 1n } }, 'its body is no JSON'],
    [{ with: { delay: '100' } }, 'a wait is a number of milliseconds'],
    [{ with: 'reset', times: 1.5 }, 'it hits a whole number of requests, at least one'],
    [{ with: 'reset', times: Number.NaN }, 'it hits a whole number of requests'],
    [{ with: 'reset', on: 5 }, 'there is no operation 5. There are signup, login,'],
    [{ with: 'reset', on: null }, 'there is no operation null'],
    [{ with: 'reset', probability: '1/2' }, 'a rate is a number from 0 to 1'],
  ])('says what is wrong with %o', (options, reason) => {
    const { fail } = createTestApi();

    expect(() => fail(options as { with: 'reset' })).toThrow(`Failed to set a fault: ${reason}`);
  });

  it('refuses an operation that the API does not have', () => {
    const on = 'createLogs' as 'createLog';
    expect(() => createTestApi().fail({ on, with: 'reset' })).toThrow(
      'there is no operation createLogs',
    );
    expect(() => createTestApi().fail({ on: ['login', on], with: 'reset' })).toThrow(RangeError);
    expect(() => createTestApi().fail({ on: [], with: 'reset' })).toThrow(RangeError);
  });

  it('refuses to hit no request', () => {
    expect(() => createTestApi().fail({ with: 'reset', times: 0 })).toThrow(RangeError);
    expect(() => createTestApi().fail({ with: 'reset', probability: 2 })).toThrow(RangeError);
  });
});

describe('failRandomly', () => {
  const run = (seed: number, rate: number) => {
    const api = createTestApi();
    api.failRandomly({ seed, rate, faults: ['reset', { status: 502 }] });
    return getTimes(api, 100);
  };

  it('draws the same faults from the same seed', async () => {
    const statuses = await run(7, 0.3);

    expect(new Set(statuses)).toEqual(new Set(['reset', 502, 401]));
    expect(await run(7, 0.3)).toEqual(statuses);
    expect(await run(8, 0.3)).not.toEqual(statuses);
  });

  it('hits none at a rate of 0 and all at a rate of 1', async () => {
    expect(new Set(await run(7, 0))).toEqual(new Set([401]));
    expect(await run(7, 1)).not.toContain(401);
  });

  it.each<[unknown, string]>([
    ['reset', 'its options are no object. Call it as api.failRandomly({'],
    [{ seed: 1, rate: 0.5 }, 'its faults are no array'],
    [{ seed: 1, rate: 0.5, faults: ['resets'] }, 'there is no fault resets'],
    [{ rate: 0.5, faults: ['reset'] }, 'a seed is a number'],
    [{ seed: 1, faults: ['reset'] }, 'a rate is a number from 0 to 1'],
    [{ seed: 1, rate: 0.5, with: 'reset' }, "there is no option 'with'"],
  ])('says what is wrong with %o', (options, reason) => {
    const { failRandomly } = createTestApi();

    expect(() => failRandomly(options as { seed: 1; rate: 1; faults: [] })).toThrow(
      `Failed to set a fault: ${reason}`,
    );
  });

  it('refuses an empty choice', () => {
    const options = { seed: 1, rate: 0.5, faults: [] };

    expect(() => createTestApi().failRandomly(options)).toThrow('there is none to choose from');
  });
});

describe('clearFaults', () => {
  it('takes back what has not hit yet', async () => {
    const api = createTestApi();
    api.fail({ with: 'reset' });
    api.failRandomly({ seed: 1, rate: 1, faults: ['reset'] });
    api.clearFaults();

    expect(await get(api)).toBe(401);
  });
});
