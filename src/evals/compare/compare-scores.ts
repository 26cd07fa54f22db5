import { compareObservations } from './compare-observations.ts';
import type { Comparison, ComparisonOptions, PairBy, Scores } from './comparison.ts';
import { createObservationList, type Observation } from './observations.ts';
import { resolveComparisonOptions } from './resolve-comparison-options.ts';

/**
 * Says whether b scores better than a, worse, the same, or whether nobody can tell yet. Logs that
 * belong to cases are compared case by case, others as two groups. Of each log only its numbers are
 * kept, so that lists can be streamed.
 *
 * @throws `PromptCrafterValidationError` when an option cannot be used.
 * @example
 * ```ts
 * import { compareScores } from 'promptcrafter-client/evals';
 *
 * const { verdict, text } = await compareScores([7, 6, 8, 7, 6, 7], [8, 9, 9, 8, 9, 8]);
 * console.log(verdict, text);
 * ```
 */
export async function compareScores(
  a: Scores,
  b: Scores,
  options?: ComparisonOptions,
): Promise<Comparison> {
  const settings = resolveComparisonOptions(options);
  const ofA = await observe(a, settings.pairBy);
  const ofB = await observe(b, settings.pairBy);
  return compareObservations(ofA, ofB, settings);
}

async function observe(scores: Scores, pairBy: PairBy): Promise<Observation[]> {
  const list = createObservationList(pairBy);
  for await (const item of scores) list.add(item);
  return list.values();
}
