import { type Case, resolves } from './case.ts';

const round = (value: number) => Number(value.toPrecision(9));

/** Measuring and running evaluations. */
export const evalsCases: readonly Case[] = [
  {
    name: 'the same scores and seed give the same verdict and numbers',
    run: async ({ rooms: { evals } }) => {
      const a = Array.from({ length: 30 }, (_, index) => (index * 7) % 11);
      const b = a.map((score, index) => Math.min(10, score + (index % 3)));
      const paired = await evals.compareScores(a, b, { pairBy: (_, index) => index });
      const groups = await evals.compareScores(a, b);
      return [paired, groups].map(({ verdict, pValue, interval, needed, test }) => [
        ...[verdict, round(pValue), interval.map(round), needed, test],
      ]);
    },
    expected: resolves([
      // Of 30 differences 12 are none: 2 of the 2^18 flips of the others are as extreme.
      ['better', 0.00000762939453, [0.555555556, 1.16666667], 0, 'sign-flip, exact'],
      ['inconclusive', 0.311801471, [-0.773039516, 2.50637285], 182, 'permutation, exact'],
    ]),
  },
  {
    name: 'an evaluation logs what it asks, and goes on where it ended',
    run: async ({ client, rooms: { evals }, world: { promptId } }) => {
      let asked = 0;
      const run = (name: string) =>
        evals.evaluate({
          client,
          name,
          prompts: [promptId],
          cases: [{ id: 'one' }, { id: 'two' }],
          task: async ({ case: { id } }) => {
            asked += 1;
            return { output: `Answer ${id}`, modelUsed: 'gpt-4o' };
          },
          scorers: { length: ({ output }) => output.length % 11 },
        });
      const [first, second] = [await run('copy'), await run('copy')];
      const other = await run('another copy');
      const { verdict, pairs } = evals.compareRuns(first, other);
      return [asked, first.counts, second.counts.resumed, verdict, pairs.length];
    },
    look: ({ logs }) => logs,
    expected: resolves(
      [4, { done: 2, failed: 0, skipped: 0, resumed: 0, unlogged: 0 }, 2, 'inconclusive', 2],
      5,
    ),
  },
];
