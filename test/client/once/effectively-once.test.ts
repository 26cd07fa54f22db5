import { describe, expect, test } from 'vitest';
import { type FetchFunction, PromptCrafterClient, PromptCrafterError } from '../../../src/index.ts';
import { createNodeFetch } from '../../../src/node/index.ts';
import { runStorm, stormAttemptTimeout } from '../../support/create-storm.ts';

interface Storm {
  readonly seed: number;
  readonly clockSkew: number;
  readonly total: number;
  readonly fetch?: FetchFunction;
}

async function checkStorm({ seed, clockSkew, total, fetch }: Storm): Promise<void> {
  const figures = await runStorm({
    seed,
    clockSkew,
    total,
    concurrency: 20,
    createClient: (baseUrl, token) =>
      new PromptCrafterClient({
        baseUrl,
        token,
        fetch,
        maxRetries: 8,
        attemptTimeout: stormAttemptTimeout,
      }),
  });
  expect(figures.resolved + figures.rejected.length).toBe(total);
  expect(figures.resolved).toBeGreaterThanOrEqual(total * 0.99);
  expect(figures.confused).toBe(0);
  expect(figures.storedAgain).toBe(0);
  // What a call that rejects says of its log is true.
  const surelyNot = figures.rejected.filter((error) => {
    expect(error).toBeInstanceOf(PromptCrafterError);
    return (error as PromptCrafterError).outcome === 'not-applied';
  });
  expect(figures.notStored).toBeGreaterThanOrEqual(surelyNot.length);
  expect(figures.notStored).toBeLessThanOrEqual(figures.rejected.length);
}

describe('logs, 20 at a time, a quarter identical, three requests in ten failing', () => {
  test.concurrent.each([
    { seed: 1, clockSkew: 0, total: 2_000 },
    { seed: 2, clockSkew: -4 * 60_000, total: 500 },
    { seed: 3, clockSkew: 4 * 60_000, total: 500 },
  ])(
    'of $total none is lost, doubled or confused (seed $seed, clock off by $clockSkew ms)',
    { timeout: 120_000 },
    checkStorm,
  );

  // By itself: more at a time would take longer than an attempt may.
  test('of 500 over createNodeFetch none is', { timeout: 120_000 }, () =>
    checkStorm({ seed: 4, clockSkew: 0, total: 500, fetch: createNodeFetch({ env: {} }) }),
  );
});
