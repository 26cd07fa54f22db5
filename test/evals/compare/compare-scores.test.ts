import { describe, expect, it } from 'vitest';
import { compareScores } from '../../../src/evals/index.ts';
import { PromptCrafterValidationError } from '../../../src/index.ts';
import { errorOf } from '../../support/rejection-of.ts';
import { toLogs } from '../support/to-logs.ts';

const byPosition = { pairBy: (_: unknown, index: number) => index };
const repeat = (score: number, times: number) => new Array<number>(times).fill(score);

describe('pairs', () => {
  it('are made by case, the worst first, trials averaged before anything else', async () => {
    const a = toLogs([
      [4, { case: 'x', trial: 1 }],
      [6, { case: 'x', trial: 2 }],
      [9, { case: 'y', trial: 1 }],
    ]);
    const b = toLogs([
      [8, { case: 'x', trial: 1 }],
      [5, { case: 'y', trial: 1 }],
      [6, { case: 'y', trial: 2 }],
    ]);
    const result = await compareScores(a, b);
    expect(result.pairs).toEqual([
      { case: 'y', a: 9, b: 5.5, difference: -3.5 },
      { case: 'x', a: 5, b: 8, difference: 3 },
    ]);
    expect(result).toMatchObject({ n: 2, difference: -0.25, test: 'sign-flip, exact' });
  });

  it('leave trials no weight of their own', async () => {
    const cases = ['p', 'q', 'r', 's', 't', 'u'];
    const a = toLogs(cases.map((id) => [5, { case: id, trial: 1 }]));
    const many = Array.from({ length: 50 }, (_, trial) => [0, { case: 'p', trial }] as const);
    const b = toLogs([
      ...cases.slice(1).map((id) => [6, { case: id, trial: 1 }] as const),
      ...many,
    ]);
    expect((await compareScores(a, b)).difference).toBe(0);
  });

  it('are told of where a partner is missing', async () => {
    const a = toLogs([
      [5, 'x'],
      [5, 'only-a'],
    ]);
    const b = toLogs([
      [6, 'x'],
      [7, 'only-b'],
    ]);
    const result = await compareScores(a, b);
    expect(result).toMatchObject({ n: 1, unpaired: ['only-a', 'only-b'] });
    expect(result.text).toContain('2 cases that one side lacks left out');
  });

  it('that have nothing in common are inconclusive, and not compared as groups', async () => {
    const a = toLogs(Array.from({ length: 30 }, (_, index) => [2, `a${index}`]));
    const b = toLogs(Array.from({ length: 30 }, (_, index) => [9, `b${index}`]));
    const result = await compareScores(a, b);
    expect(result).toMatchObject({
      verdict: 'inconclusive',
      n: 0,
      pValue: 1,
      interval: [-10, 10],
      test: 'none',
    });
    expect(result.text).toContain('no scored case in common');
    const mixed = await compareScores(a, toLogs(Array.from({ length: 30 }, () => [9])));
    expect(mixed).toMatchObject({ verdict: 'inconclusive', n: 0 });
    expect(mixed.ignored).toMatchObject({ withoutCase: 30 });
  });

  it('are not made where that is not wanted', async () => {
    const a = toLogs([
      [5, 'x'],
      [6, 'y'],
      [5, 'z'],
    ]);
    const result = await compareScores(a, a, { pairBy: 'none' });
    expect(result).toMatchObject({ n: 3, pairs: [], unpaired: [], test: 'permutation, exact' });
  });

  it('are made by what a function says', async () => {
    const a = toLogs([
      [5, { input: 'Why?' }],
      [6, { input: 'How?' }],
    ]);
    const b = toLogs([
      [7, { input: 'How?' }],
      [9, { input: 'Why?' }],
    ]);
    const result = await compareScores(a, b, {
      pairBy: (log) => (typeof log === 'number' ? undefined : log.meta?.input),
    });
    expect(result.pairs).toMatchObject([
      { case: 'How?', difference: 1 },
      { case: 'Why?', difference: 4 },
    ]);
  });
});

describe('what is left out is told', () => {
  it('logs without a score, scores that the scale does not have, duplicates', async () => {
    const a = toLogs([
      [undefined, 'x'],
      [11, 'x'],
      [-1, 'y'],
      [4, { case: 'z', trial: 1 }],
      [6, { case: 'z', trial: 1 }],
      [5, { case: 'z', trial: 2 }],
    ]);
    const result = await compareScores(a, toLogs([[7, 'z']]));
    expect(result.ignored).toEqual({ unscored: 1, outOfRange: 2, duplicates: 1 });
    expect(result.pairs).toEqual([{ case: 'z', a: 5, b: 7, difference: 2 }]);
  });

  it('numbers that are none', async () => {
    const result = await compareScores([5, Number.NaN, Number.POSITIVE_INFINITY, 12], [6]);
    expect(result.ignored.outOfRange).toBe(3);
  });

  it('scored copies of a log, which count once', async () => {
    const a = [
      ...toLogs([
        [2, 'x'],
        [5, 'y'],
      ]),
      ...toLogs([[8, { case: 'x', of: 'log1', at: '2026-11-01T00:00:00.000Z' }]], 'copy'),
    ];
    const result = await compareScores(a, a);
    expect(result.pairs.map(({ case: id, a: score }) => [id, score])).toEqual([
      ['x', 8],
      ['y', 5],
    ]);
    expect(result.ignored.duplicates).toBe(0);
  });
});

describe('ties', () => {
  it.each([
    ['paired', byPosition],
    ['unpaired', {}],
  ])(
    '%s are the same once so many agree that the interval lies within the margin',
    async (_design, options) => {
      const decided = await compareScores(repeat(8, 72), repeat(8, 72), options);
      expect(decided).toMatchObject({ verdict: 'same', needed: 0, pValue: 1 });
      expect(decided.interval[1]).toBeCloseTo(10 * (1 - 0.025 ** (1 / 72)), 12);
      const undecided = await compareScores(repeat(8, 71), repeat(8, 71), options);
      expect(undecided).toMatchObject({ verdict: 'inconclusive', needed: 1 });
      const few = await compareScores(repeat(8, 5), repeat(8, 5), options);
      expect(few).toMatchObject({ verdict: 'inconclusive', needed: 67 });
    },
  );

  it('leave the p-value of the others as it is', async () => {
    const a = [3, 4, 5, 4, 3, 6];
    const b = [5, 5, 6, 6, 5, 7];
    const alone = await compareScores(a, b, byPosition);
    const among = await compareScores(
      [...a, ...repeat(7, 60)],
      [...b, ...repeat(7, 60)],
      byPosition,
    );
    expect(alone.pValue).toBe(0.03125);
    expect(among).toMatchObject({ pValue: 0.03125, test: 'sign-flip, exact', verdict: 'better' });
    expect(among.interval[0]).toBeGreaterThan(0);
  });
});

describe('equal differences', () => {
  it('are judged like any others, with an interval of some width', async () => {
    const result = await compareScores(repeat(5, 6), repeat(4, 6), byPosition);
    expect(result).toMatchObject({ verdict: 'worse', pValue: 0.03125, difference: -1 });
    const [low, high] = result.interval;
    expect(low).toBeLessThan(-1);
    expect(high).toBeGreaterThan(-1);
    expect(high).toBeLessThan(0);
  });

  it('of five cases cannot be told from chance', async () => {
    const result = await compareScores(repeat(5, 5), repeat(9, 5), byPosition);
    expect(result).toMatchObject({ verdict: 'inconclusive', interval: [-10, 10], needed: 1 });
  });

  it('that differ by what rounding leaves are equal', async () => {
    const a = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6];
    const result = await compareScores(
      a,
      a.map((score) => score + 0.3),
      byPosition,
    );
    expect(result.interval[1] - result.interval[0]).toBeGreaterThan(0.01);
  });

  it('between groups need two logs a side', async () => {
    const result = await compareScores([5], repeat(7, 100));
    expect(result).toMatchObject({ verdict: 'inconclusive', interval: [-10, 10] });
    expect(result.pValue).toBeLessThan(0.05);
    expect(await compareScores(repeat(5, 4), repeat(7, 4))).toMatchObject({ verdict: 'better' });
  });
});

describe('what is needed', () => {
  it('is what the test needs at all, where nothing varies', async () => {
    expect((await compareScores([5, 5], [6, 6], byPosition)).needed).toBe(4);
    expect((await compareScores([5, 5], [6, 6])).needed).toBe(2);
    expect((await compareScores([], [])).needed).toBe(4);
  });

  it('of a single tie is what ties need, since nothing is known to vary', async () => {
    expect((await compareScores([5], [5], byPosition)).needed).toBe(71);
    expect((await compareScores([5], [5])).needed).toBe(71);
    expect((await compareScores([5], [5, 5, 5])).needed).toBe(71);
  });

  it('of ties is the same where trials make means that rounding tells apart', async () => {
    const toTrials = (cases: readonly (readonly number[])[]) =>
      toLogs(
        cases.flatMap((scores, id) =>
          scores.map((score, trial) => [score, { case: `c${id}`, trial }] as const),
        ),
      );
    const a = toTrials([
      [7, 8, 8],
      [1, 2, 9],
      [0, 1, 0],
    ]);
    const b = toTrials([
      [8, 7, 8],
      [9, 2, 1],
      [1, 0, 0],
    ]);
    const result = await compareScores(a, b);
    expect(result).toMatchObject({ difference: 0, needed: 69 });
    expect(result.text).toContain('a and b score alike');
  });

  it('gives a verdict in about 80 % of runs', async () => {
    const a = [5, 6, 7, 5, 6, 7, 8, 4, 6, 6];
    const b = [6, 6, 9, 5, 5, 8, 8, 6, 6, 7];
    const pilot = await compareScores(a, b, byPosition);
    expect(pilot.verdict).toBe('inconclusive');
    let state = 7;
    const random = () => {
      state = (state * 48271) % 2147483647;
      return state / 2147483647;
    };
    let decided = 0;
    for (let run = 0; run < 200; run += 1) {
      const drawn = Array.from({ length: a.length + pilot.needed }, () =>
        Math.floor(random() * 10),
      );
      const { verdict } = await compareScores(
        drawn.map((index) => a[index] ?? 0),
        drawn.map((index) => b[index] ?? 0),
        byPosition,
      );
      if (verdict !== 'inconclusive') decided += 1;
    }
    expect(decided / 200).toBeGreaterThan(0.7);
    expect(decided / 200).toBeLessThan(0.95);
  });

  it('is endless where no number of cases would do', async () => {
    const result = await compareScores(repeat(5, 10), repeat(5, 10), { margin: 0 });
    expect(result.needed).toBe(Number.POSITIVE_INFINITY);
    expect(result.text).toContain('more of the kind would hardly decide it');
  });
});

describe('the sentence', () => {
  it.each([
    [
      'better',
      repeat(5, 6),
      repeat(6, 6),
      'b is better: over 6 cases it scores 1 point more than a (95 % interval 0.54 to 1.46, p = 0.031); failures rarer than about 50 % would not show.',
    ],
    [
      'worse',
      repeat(6, 6),
      repeat(5, 6),
      'b is worse: over 6 cases it scores 1 point less than a (95 % interval -1.46 to -0.54, p = 0.031).',
    ],
    [
      'same',
      repeat(6, 100),
      repeat(6, 100),
      'b is as good as a: over 100 cases the difference is 0 (95 % interval -0.36 to 0.36, within ±0.5); failures rarer than about 3 % would not show.',
    ],
    [
      'inconclusive',
      [3, 7, 5, 8, 5, 5, 6],
      [5, 7, 4, 8, 7, 4, 6],
      'Not decided: over 7 cases b scores 0.29 points more than a, but anything from -1 to 2 is possible; about 147 more cases would probably decide it.',
    ],
  ])('of %s agrees with the numbers', async (verdict, a, b, text) => {
    const result = await compareScores(a, b, byPosition);
    expect(result.verdict).toBe(verdict);
    expect(result.text).toBe(text);
  });
});

describe('what rounding leaves of a difference', () => {
  const noisy = [14 / 3, 0, 8 / 3, 4 / 3, 5, 22 / 3, 9, 2 / 3];
  const others = [17 / 3, 5, 8, 1, 5, 5 / 3, 8 / 3, 5 / 3];

  it('is none, between groups', async () => {
    const result = await compareScores(noisy, others);
    expect(result.difference).toBe(0);
    expect(result.text).toContain('a and b score alike');
  });

  it('is none, of pairs', async () => {
    const a = [23 / 3, 5 / 3, 4, 4, 7 / 3];
    const b = [8, 5 / 3, 4, 4, 2];
    const result = await compareScores(a, b, byPosition);
    expect(result.difference).toBe(0);
    expect(result.text).toContain('a and b score alike');
  });
});

describe('the sentence says what was left out', () => {
  it('or put together', async () => {
    const a = toLogs([
      [undefined, 'x'],
      [11, 'x'],
      [undefined, 'y'],
      [4, { case: 'z', trial: 1 }],
      [6, { case: 'z', trial: 1 }],
      [6, {}],
    ]);
    const { text } = await compareScores(a, toLogs([[7, 'z']]));
    expect(text).toContain(
      '; left out: 2 logs without a score, 1 score not from 0 to 10, 1 log without a case; 1 duplicate averaged.',
    );
  });
});

describe('what is no list of scores is refused, with what to do', () => {
  it.each([
    ['nothing', undefined],
    ['a promise', Promise.resolve([1])],
    ['a number', 7],
    ['a text', 'scores'],
    ['a run', { results: [] }],
    ['an array with null', [null]],
    ['an array of texts', ['7']],
  ])('%s', async (_what, given) => {
    const error = await errorOf(compareScores([1], given as never), PromptCrafterValidationError);
    expect(error.message).toMatch(/^Failed to compare scores: b .+ Give logs or numbers/);
    expect(error.issues).toMatchObject([{ path: 'b' }]);
  });
});

describe('options', () => {
  it.each([
    ['confidence', { confidence: 1 }],
    ['confidence', { confidence: Number.NaN }],
    ['margin', { margin: -1 }],
    ['seed', { seed: 0.5 }],
    ['pairBy', { pairBy: 'trial' as never }],
  ])('are refused: %s', async (path, options) => {
    const error = await errorOf(compareScores([1], [2], options), PromptCrafterValidationError);
    expect(error.issues).toMatchObject([{ path }]);
  });

  it('of confidence and margin move the verdict', async () => {
    const a = repeat(5, 6);
    const b = repeat(6, 6);
    expect(await compareScores(a, b, { ...byPosition, confidence: 0.99 })).toMatchObject({
      verdict: 'inconclusive',
      needed: 2,
    });
    expect(await compareScores(a, a, { ...byPosition, margin: 5 })).toMatchObject({
      verdict: 'same',
    });
  });

  it('take what is streamed', async () => {
    async function* stream() {
      yield* toLogs([
        [5, 'x'],
        [6, 'y'],
      ]);
    }
    expect(await compareScores(stream(), stream())).toMatchObject({ n: 2, difference: 0 });
  });
});
