import { describe, expect, it } from 'vitest';
import { type DistributionName, distributions, draw, lower, toMeanOf } from './distributions.ts';
import { type Design, type Samples, simulate, toAllowance } from './simulate.ts';

// The long run: PROMPTCRAFTER_SIMULATION_RUNS=4000 npx vitest run test/evals/simulations
const { PROMPTCRAFTER_SIMULATION_RUNS, PROMPTCRAFTER_SIMULATION_SEED } = process.env;
const wanted = Number(PROMPTCRAFTER_SIMULATION_RUNS ?? 150);
const seed = Number(PROMPTCRAFTER_SIMULATION_SEED ?? 20261126);

const designs: Design[] = ['paired', 'unpaired'];
const names = Object.keys(distributions) as DistributionName[];
const cells = designs.flatMap((design) =>
  [2, 3, 5, 10, 30, 100].flatMap((n) => names.map((name) => ({ design, n, name }))),
);

/** Large groups take longer; what they are to show needs no more runs than this. */
const toRuns = (n: number) => (n === 100 ? Math.ceil(wanted / 10) : wanted);

const toSamples = (n: number, drawA: () => number, drawB: () => number): Samples => [
  Array.from({ length: n }, drawA),
  Array.from({ length: n }, drawB),
];

describe(`two samples of one distribution (seed ${seed})`, () => {
  it.each(cells)('$design, $n of $name: false verdicts stay below 5.5 %', ({ design, n, name }) => {
    const scores = distributions[name];
    const runs = toRuns(n);
    const { decided, covered } = simulate(design, runs, seed, 0, (random) => {
      const drawScore = () => draw(scores, random);
      return toSamples(n, drawScore, drawScore);
    });
    expect(decided).toBeLessThanOrEqual(0.055 + toAllowance(0.05, runs));
    // Two and two scores that happen to lie close together look far more certain than they are:
    // Welch's interval then misses, in 9 % of cases, but the p-value never lets it decide.
    const promised = design === 'unpaired' && n === 2 && name === 'bimodal' ? 0.9 : 0.93;
    expect(covered).toBeGreaterThanOrEqual(promised - toAllowance(0.05, runs));
  });
});

describe(`a sample that is worse (seed ${seed})`, () => {
  it.each(cells.filter(({ n }) => n > 2))(
    '$design, $n of $name: intervals cover the difference',
    ({ design, n, name }) => {
      const scores = distributions[name];
      const worse = lower(scores, 0.4);
      const runs = toRuns(n);
      const truth = toMeanOf(worse) - toMeanOf(scores);
      const { covered, better } = simulate(design, runs, seed, truth, (random) =>
        toSamples(
          n,
          () => draw(scores, random),
          () => draw(worse, random),
        ),
      );
      expect(covered).toBeGreaterThanOrEqual(0.93 - toAllowance(0.05, runs));
      expect(better).toBeLessThanOrEqual(0.025 + toAllowance(0.025, runs));
    },
  );
});

describe(`a difference of 0.6 points between cases that are unlike each other (seed ${seed})`, () => {
  const experiment = (random: () => number): Samples => {
    const cases = Array.from({ length: 40 }, () => 1 + 7 * random());
    const noise = () => (random() + random() + random() - 1.5) * 1.6;
    return [cases.map((score) => score + noise()), cases.map((score) => score + 0.6 + noise())];
  };

  it('is found by case', () => {
    const runs = Math.ceil(wanted / 2);
    const paired = simulate('paired', runs, seed, 0.6, experiment);
    const unpaired = simulate('unpaired', runs, seed, 0.6, experiment);
    expect(paired.better).toBeGreaterThan(0.8 - toAllowance(0.2, runs));
    expect(unpaired.better).toBeLessThan(0.4);
  });
});
