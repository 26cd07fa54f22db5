import { PromptCrafterValidationError } from '../../core/errors.ts';
import { describeNoList, isList, isLog } from '../scores/is-list.ts';
import { compareObservations } from './compare-observations.ts';
import type { Comparison, ComparisonOptions, PairBy, Scores } from './comparison.ts';
import { createObservationList, type Observation } from './observations.ts';
import { resolveComparisonOptions } from './resolve-comparison-options.ts';

/**
 * Says whether b scores better than a, worse, the same, or whether nobody can tell yet. Logs that
 * belong to cases are compared case by case, others as two groups. Of each log only its numbers are
 * kept, so that lists can be streamed.
 *
 * @throws `PromptCrafterValidationError` when an option cannot be used, or a side is no list of scores.
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
  const ofA = await observe(a, 'a', settings.pairBy);
  const ofB = await observe(b, 'b', settings.pairBy);
  return compareObservations(ofA, ofB, settings);
}

async function observe(scores: Scores, path: string, pairBy: PairBy): Promise<Observation[]> {
  const list = createObservationList(pairBy);
  if (!isList(scores)) refuse(path, describeNoList(scores));
  for await (const item of scores) {
    if (typeof item !== 'number' && !isLog(item))
      refuse(path, 'holds what is no log and no number');
    list.add(item);
  }
  return list.values();
}

function refuse(path: string, message: string): never {
  throw new PromptCrafterValidationError(
    `Failed to compare scores: ${path} ${message}. Give logs or numbers, awaited; runs go to compareRuns.`,
    { issues: [{ path, message }] },
  );
}
