import { readFileSync } from 'node:fs';

/** Two samples, and what scipy says of them. */
export interface ComparedSamples {
  readonly kind: string;
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly p: number;
}

/** What `scripts/make-scipy-fixtures.py` wrote. */
export interface ScipyFixtures {
  readonly paired: readonly (ComparedSamples & {
    readonly interval?: readonly [number, number] | null;
  })[];
  readonly sampledPaired: readonly ComparedSamples[];
  readonly unpaired: readonly (ComparedSamples & {
    readonly welch?: readonly [number, number];
    readonly effect: number;
  })[];
  readonly sampledUnpaired: readonly (ComparedSamples & {
    readonly welch: readonly [number, number];
    readonly effect: number;
  })[];
  readonly student: readonly {
    readonly values: readonly number[];
    readonly interval: readonly [number, number];
    readonly median: number;
  }[];
  readonly quantiles: readonly (readonly [df: number, tail: number, quantile: number])[];
  readonly unseenShares: readonly (readonly [n: number, alpha: number, share: number])[];
  readonly concordances: readonly {
    readonly x: readonly number[];
    readonly y: readonly number[];
    readonly kappa: number;
  }[];
}

export const fixtures: ScipyFixtures = JSON.parse(
  readFileSync(new URL('../fixtures/scipy.json', import.meta.url), 'utf8'),
);
