import { samples } from '../statistics/sample-subsets.ts';

/** Says which test it was, for people: `sign-flip, exact`. */
export function toTestName(test: 'sign-flip' | 'permutation', isExact: boolean): string {
  return `${test}, ${isExact ? 'exact' : `sampled (${samples})`}`;
}
