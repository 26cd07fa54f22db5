import { describe, expect, test } from 'vitest';
import { PromptCrafterClient, PromptCrafterError } from '../../../src/index.ts';
import { runStorm, stormAttemptTimeout } from '../../support/create-storm.ts';

describe('2 000 logs, 20 at a time, a quarter identical, three requests in ten failing', () => {
  test.concurrent.each([
    { seed: 1, clockSkew: 0 },
    { seed: 2, clockSkew: -4 * 60_000 },
    { seed: 3, clockSkew: 4 * 60_000 },
  ])(
    'none is lost, doubled or confused (seed $seed, clock off by $clockSkew ms)',
    {
      timeout: 120_000,
    },
    async ({ seed, clockSkew }) => {
      const figures = await runStorm({
        seed,
        clockSkew,
        total: seed === 1 ? 2_000 : 500,
        concurrency: 20,
        createClient: (baseUrl, token) =>
          new PromptCrafterClient({
            baseUrl,
            token,
            maxRetries: 8,
            attemptTimeout: stormAttemptTimeout,
          }),
      });
      const total = figures.resolved + figures.rejected.length;
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
    },
  );
});
