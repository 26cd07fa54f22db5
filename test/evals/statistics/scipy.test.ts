import { describe, expect, it } from 'vitest';
import { compareScores } from '../../../src/evals/compare/compare-scores.ts';
import { toConcordance } from '../../../src/evals/statistics/to-concordance.ts';
import { toMedian } from '../../../src/evals/statistics/to-median.ts';
import { toQuantileOfT } from '../../../src/evals/statistics/to-quantile-of-t.ts';
import { toStudentInterval } from '../../../src/evals/statistics/to-student-interval.ts';
import { toTailOfT } from '../../../src/evals/statistics/to-tail-of-t.ts';
import { toUnseenShare } from '../../../src/evals/statistics/to-unseen-share.ts';
import { fixtures } from './scipy-fixtures.ts';

const byPosition = { pairBy: (_: unknown, index: number) => index };

/** Within 1e-9 of what is expected, relative to it where it is large. */
function expectNear(actual: number | undefined, expected: number): void {
  const error = Math.abs((actual ?? Number.NaN) - expected) / Math.max(1, Math.abs(expected));
  expect(error, `${actual} instead of ${expected}`).toBeLessThanOrEqual(1e-9);
}

/** Within three Monte-Carlo errors of twice a tail that both have sampled. */
function expectSampled(actual: number, { p }: { readonly p: number }): void {
  const error = 2 * Math.sqrt(((p / 2) * (1 - p / 2)) / 9_999);
  expect(Math.abs(actual - p)).toBeLessThanOrEqual(3 * error + 1e-4);
}

describe('paired scores', () => {
  it.each(fixtures.paired)('$kind $a.length: the p-value is exact', async ({ a, b, p }) => {
    const result = await compareScores(a, b, byPosition);
    expect(result.test).toBe('sign-flip, exact');
    expectNear(result.pValue, p);
  });

  it.each(fixtures.paired.filter(({ interval }) => interval !== undefined))(
    '$kind $a.length: the interval is what the test does not reject',
    async ({ a, b, interval }) => {
      const result = await compareScores(a, b, byPosition);
      expectNear(result.interval[0], interval?.[0] ?? -10);
      expectNear(result.interval[1], interval?.[1] ?? 10);
    },
  );

  it.each(fixtures.sampledPaired)(
    '$kind $a.length: the p-value is within its Monte-Carlo error',
    async (sample) => {
      const result = await compareScores(sample.a, sample.b, byPosition);
      expectSampled(result.pValue, sample);
    },
  );
});

describe('unpaired scores', () => {
  it.each(fixtures.unpaired)(
    '$kind $a.length and $b.length: p-value, interval and effect are exact',
    async (sample) => {
      const result = await compareScores(sample.a, sample.b);
      expect(result.test).toBe('permutation, exact');
      expectNear(result.pValue, sample.p);
      expectNear(result.effect, sample.effect);
      if (sample.welch) {
        expectNear(result.interval[0], sample.welch[0]);
        expectNear(result.interval[1], sample.welch[1]);
      }
    },
  );

  it.each(fixtures.sampledUnpaired)(
    '$kind $a.length and $b.length: the p-value is within its Monte-Carlo error',
    async (sample) => {
      const result = await compareScores(sample.a, sample.b);
      expectSampled(result.pValue, sample);
      expectNear(result.effect, sample.effect);
      expectNear(result.interval[0], sample.welch[0]);
      expectNear(result.interval[1], sample.welch[1]);
    },
  );
});

it.each(fixtures.student)(
  'the interval of the mean of $values.length values is Student’s',
  ({ values, interval, median }) => {
    const actual = toStudentInterval(values, 0.05);
    expectNear(actual?.[0], interval[0]);
    expectNear(actual?.[1], interval[1]);
    expectNear(toMedian(values), median);
  },
);

it.each(fixtures.quantiles)(
  't with %d degrees of freedom exceeds a value in %d',
  (df, tail, quantile) => {
    expectNear(toQuantileOfT(tail, df), quantile);
    expectNear(toTailOfT(quantile, df) / tail, 1);
  },
);

it.each(fixtures.unseenShares)(
  'of %d cases that agree, the bound at %d is Clopper’s',
  (n, alpha, share) => {
    expectNear(toUnseenShare(n, alpha), share);
  },
);

it.each(fixtures.concordances)(
  'the concordance of $x.length scores is a weighted kappa',
  ({ x, y, kappa }) => {
    expectNear(toConcordance(x, y), kappa);
  },
);
