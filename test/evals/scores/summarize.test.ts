import { describe, expect, it } from 'vitest';
import { summarize } from '../../../src/evals/index.ts';
import { PromptCrafterValidationError } from '../../../src/index.ts';
import { errorOf } from '../../support/rejection-of.ts';
import { toLogs } from '../support/to-logs.ts';

describe('a summary', () => {
  it('says how many, how good, and how sure that is', async () => {
    const [all] = await summarize(toLogs([[7], [8], [undefined], [9], [8], [99]]));
    expect(all).toEqual({
      key: 'all',
      n: 6,
      scored: 4,
      outOfRange: 1,
      mean: 8,
      interval: [expect.closeTo(6.700772, 5), expect.closeTo(9.299228, 5)],
      median: 8,
      counts: [0, 0, 0, 0, 0, 0, 0, 1, 2, 1, 0],
    });
  });

  it('has no interval where nothing varies, and no mean where nothing is scored', async () => {
    expect(await summarize(toLogs([[7], [7]]))).toEqual([
      { key: 'all', n: 2, scored: 2, mean: 7, median: 7, counts: expect.any(Array) },
    ]);
    expect(await summarize(toLogs([[undefined]]))).toEqual([
      { key: 'all', n: 1, scored: 0, counts: Array(11).fill(0) },
    ]);
    expect(await summarize([])).toMatchObject([{ key: 'all', n: 0 }]);
  });

  it('is made group by group, sorted by key', async () => {
    const logs = toLogs([
      [7, { run: 'b' }],
      [9, { run: 'a' }],
      [5, {}],
      [3, { run: 'b' }],
    ]);
    const groups = await summarize(logs, { by: 'run' });
    expect(groups.map(({ key, n, mean }) => [key, n, mean])).toEqual([
      ['', 1, 5],
      ['a', 1, 9],
      ['b', 2, 5],
    ]);
    expect(await summarize(logs, { by: 'model' })).toMatchObject([{ key: 'gpt-4o', n: 4 }]);
    expect(await summarize(logs, { by: 'day' })).toMatchObject([{ key: '2026-11-01', n: 4 }]);
    expect(await summarize(logs, { by: ({ _id }) => _id })).toHaveLength(4);
  });

  it('counts what a score was before it was rounded, unless it belongs to another score', async () => {
    const logs = toLogs([
      [7, { raw: 7.4 }],
      [7, { raw: 2 }],
    ]);
    const [all] = await summarize(logs);
    expect(all?.mean).toBeCloseTo(7.2, 12);
  });

  it('leaves the labels of runs out', async () => {
    const logs = toLogs([[7], [undefined, { label: 'accepted', run: 'x' }]]);
    expect(await summarize(logs)).toMatchObject([{ n: 1 }]);
  });

  it('tells how far a judge and people agree', async () => {
    const logs = toLogs([
      [8, { scorer: 'ada', scores: { judge: 8 } }],
      [3, { scorer: 'ada', scores: { judge: 4 } }],
      [6, { scorer: 'bob', scores: { judge: 9 } }],
      [6, { scorer: 'ada' }],
    ]);
    const [all] = await summarize(logs, { agreement: ['judge', 'score'] });
    // Means 7 and 17/3; squares 14 and 38/3, products 11: 22 / (14 + 38/3 + 3 · 16/9).
    expect(all?.agreement).toEqual({
      n: 3,
      concordance: expect.closeTo(22 / (14 + 38 / 3 + 16 / 3), 12),
      difference: expect.closeTo(-4 / 3, 12),
      withinOne: expect.closeTo(2 / 3, 12),
    });
    const [byAda] = await summarize(logs, { agreement: ['judge', 'ada'] });
    expect(byAda?.agreement?.n).toBe(2);
  });

  it.each([
    ['nothing', undefined],
    ['a promise', Promise.resolve([])],
    ['numbers', [7, 8]],
  ])('is not made of %s', async (_what, logs) => {
    const error = await errorOf(summarize(logs as never), PromptCrafterValidationError);
    expect(error.message).toMatch(/^Failed to summarize logs: logs .+ Give logs, awaited/);
  });

  it('is refused by what it does not know', async () => {
    const error = await errorOf(summarize([], { by: 'colour' as never }));
    expect(error.message).toContain('by must be a function or one of model, prompt');
  });
});
