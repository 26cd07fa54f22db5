import { compareGroups } from '../../../src/evals/compare/compare-groups.ts';
import { comparePairs } from '../../../src/evals/compare/compare-pairs.ts';
import { resolveComparisonOptions } from '../../../src/evals/compare/resolve-comparison-options.ts';
import { toVerdict } from '../../../src/evals/compare/to-verdict.ts';
import { createRandom } from '../../../src/evals/statistics/create-random.ts';

/** Both sides of one experiment. */
export type Samples = readonly [a: readonly number[], b: readonly number[]];

/** How often it came out how. */
export interface Rates {
  readonly decided: number;
  readonly better: number;
  readonly covered: number;
}

export type Design = 'paired' | 'unpaired';

const settings = resolveComparisonOptions();

/** Runs an experiment many times and counts verdicts, and intervals that hold the true difference. */
export function simulate(
  design: Design,
  runs: number,
  seed: number,
  truth: number,
  experiment: (random: () => number) => Samples,
): Rates {
  const bits = createRandom(seed);
  const random = () => bits() / 2 ** 32;
  const counts = { decided: 0, better: 0, covered: 0 };
  for (let run = 0; run < runs; run += 1) {
    const [a, b] = experiment(random);
    const ofRun = { ...settings, seed: run };
    const { pValue, interval } =
      design === 'paired'
        ? comparePairs(
            a.map((score, index) => (b[index] ?? 0) - score),
            ofRun,
          )
        : compareGroups(a, b, ofRun);
    const verdict = toVerdict(pValue, interval, Math.min(a.length, b.length), settings);
    if (verdict === 'better' || verdict === 'worse') counts.decided += 1;
    if (verdict === 'better') counts.better += 1;
    if (interval[0] <= truth + 1e-9 && interval[1] >= truth - 1e-9) counts.covered += 1;
  }
  const { decided, better, covered } = counts;
  return { decided: decided / runs, better: better / runs, covered: covered / runs };
}

/** What chance adds to a rate in so many runs: four standard errors. */
export const toAllowance = (rate: number, runs: number) =>
  4 * Math.sqrt((rate * (1 - rate)) / runs);
