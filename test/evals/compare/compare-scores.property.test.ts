import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareScores } from '../../../src/evals/compare/compare-scores.ts';
import type {
  Comparison,
  ComparisonOptions,
  Verdict,
} from '../../../src/evals/compare/comparison.ts';

const byPosition: ComparisonOptions = { pairBy: (_, index) => index };
const designs = [
  ['paired', byPosition],
  ['unpaired', {}],
] as const;

/** Whole scores, most of them equal, or any number on the scale. */
const score = fc.oneof(
  fc.integer({ min: 0, max: 8 }),
  fc.constantFrom(5, 6),
  fc.double({ min: 0, max: 8, noNaN: true }),
);
const samples = fc
  .integer({ min: 1, max: 26 })
  .chain((n) =>
    fc.tuple(
      fc.array(score, { minLength: n, maxLength: n }),
      fc.array(score, { minLength: n, maxLength: n }),
    ),
  );

const rank: Record<Verdict, number> = { worse: 0, inconclusive: 1, same: 1, better: 2 };
const swapped: Record<Verdict, Verdict> = {
  worse: 'better',
  better: 'worse',
  same: 'same',
  inconclusive: 'inconclusive',
};

describe.each(designs)('%s scores', (_design, options) => {
  it('give the same result for the same input and seed, to the byte', async () => {
    await fc.assert(
      fc.asyncProperty(samples, fc.integer(), async ([a, b], seed) => {
        const compare = () => compareScores(a, b, { ...options, seed });
        expect(JSON.stringify(await compare())).toBe(JSON.stringify(await compare()));
      }),
      { numRuns: 40 },
    );
  });

  it('swap the verdict and mirror the numbers when they are swapped', async () => {
    await fc.assert(
      fc.asyncProperty(samples, async ([a, b]) => {
        const there = await compareScores(a, b, options);
        const back = await compareScores(b, a, options);
        expect(back.verdict).toBe(swapped[there.verdict]);
        expect(back.pValue).toBe(there.pValue);
        expect(back.needed).toBe(there.needed);
        expect(back.difference).toBeCloseTo(-there.difference, 12);
        expect(back.interval[0]).toBeCloseTo(-there.interval[1], 9);
        expect(back.effect).toBeCloseTo(1 - there.effect, 12);
      }),
      { numRuns: 60 },
    );
  });

  it('never get a worse verdict when b is shifted up', async () => {
    await fc.assert(
      fc.asyncProperty(samples, fc.double({ min: 0, max: 2, noNaN: true }), async ([a, b], up) => {
        const before = await compareScores(a, b, options);
        const after = await compareScores(
          a,
          b.map((value) => value + up),
          options,
        );
        expect(rank[after.verdict]).toBeGreaterThanOrEqual(rank[before.verdict]);
      }),
      { numRuns: 150 },
    );
  });

  it('agree with themselves: verdict, p-value, interval, difference and what is needed', async () => {
    await fc.assert(
      fc.asyncProperty(samples, async ([a, b]) =>
        expectConsistent(await compareScores(a, b, options)),
      ),
      { numRuns: 150 },
    );
  });
});

function expectConsistent(result: Comparison): void {
  const { verdict, interval, difference, pValue, needed, margin } = result;
  const [low, high] = interval;
  expect(high).toBeGreaterThan(low);
  expect(difference).toBeGreaterThanOrEqual(low - 1e-9);
  expect(difference).toBeLessThanOrEqual(high + 1e-9);
  if (verdict === 'better') expect([low > 0, pValue <= 0.05]).toEqual([true, true]);
  if (verdict === 'worse') expect([high < 0, pValue <= 0.05]).toEqual([true, true]);
  if (verdict === 'same') expect([low >= -margin, high <= margin]).toEqual([true, true]);
  expect(needed > 0).toBe(verdict === 'inconclusive');
}

it('ties never make better what was inconclusive', async () => {
  await fc.assert(
    fc.asyncProperty(samples, fc.array(score, { maxLength: 30 }), async ([a, b], ties) => {
      const before = await compareScores(a, b, byPosition);
      const after = await compareScores([...a, ...ties], [...b, ...ties], byPosition);
      if (before.verdict !== 'better') expect(after.verdict).not.toBe('better');
      if (before.verdict !== 'worse') expect(after.verdict).not.toBe('worse');
      if (before.test.endsWith('exact')) expect(after.pValue).toBe(before.pValue);
    }),
    { numRuns: 200 },
  );
});

it('the order of the logs does not matter where they belong to cases', async () => {
  const toLogs = (scores: readonly number[]) =>
    scores.map((value, index) => ({
      _id: `log${index}`,
      promptId: 'prompt101',
      output: 'x',
      modelUsed: 'm',
      createdAt: '2026-11-26T08:00:00.000Z',
      score: value,
      meta: { case: `case-${index}` },
    }));
  await fc.assert(
    fc.asyncProperty(samples, async ([a, b]) => {
      const there = await compareScores(toLogs(a), toLogs(b));
      const back = await compareScores(toLogs(a).reverse(), toLogs(b).reverse());
      expect(JSON.stringify(back)).toBe(JSON.stringify(there));
    }),
    { numRuns: 40 },
  );
});
