import { PromptCrafterValidationError } from '../../core/errors.ts';
import { formatCount } from '../report/format-number.ts';
import type { RunRow } from '../run/row.ts';
import type { Run } from '../run/run.ts';
import { readMeta } from '../scores/read-meta.ts';
import { adjustByHolm } from '../statistics/adjust-by-holm.ts';
import {
  type Conclusion,
  concludeFrom,
  type TestedSides,
  testSides,
} from './compare-observations.ts';
import type { Comparison, ComparisonOptions } from './comparison.ts';
import type { Observation } from './observations.ts';
import { type ComparisonSettings, resolveComparisonOptions } from './resolve-comparison-options.ts';

/** How one run compares to another. */
export interface RunComparison extends Comparison {
  /** Rows of both runs that have no score, because they failed or were skipped. */
  readonly incomplete: { readonly failed: number; readonly skipped: number };
  /** The same for each scorer that both runs have, by name, with Holm's p-values. */
  readonly scorers: Readonly<Record<string, Comparison>>;
}

/**
 * Says how run b compares to run a, case by case; each of one prompt. Rows that failed or were skipped
 * are neither scored nor forgotten: `incomplete` counts them, and a {@link gate} does not pass with any.
 * Answers that are the same logs in both runs are left out: a run is never held against itself.
 *
 * @throws `PromptCrafterValidationError` when a run has several prompts: give `run.of(prompt)`.
 * @example
 * ```ts
 * import { compareRuns, findRun, gate } from 'promptcrafter-client/evals';
 *
 * const before = await findRun(client, 'prompt104', { name: 'copy-2026-10' });
 * const after = await findRun(client, 'prompt104', { name: 'copy-2026-11' });
 * if (before && after) console.log(gate(compareRuns(before, after)));
 * ```
 */
export function compareRuns(
  a: Run,
  b: Run,
  options?: Omit<ComparisonOptions, 'pairBy'>,
): RunComparison {
  refuseSeveral(a, 'a');
  refuseSeveral(b, 'b');
  const settings = resolveComparisonOptions(options);
  const incomplete = {
    failed: a.counts.failed + b.counts.failed,
    skipped: a.counts.skipped + b.counts.skipped,
  };
  const shared = findShared(a, b);
  const test = (toScore: ToScore) =>
    testSides(
      toObservations(a, toScore, shared),
      toObservations(b, toScore, shared),
      settings,
      true,
    );
  const conclusion = {
    remarks: [...toRemarks(incomplete), ...toSharedRemarks(shared)],
    told: incomplete.failed + incomplete.skipped,
  };
  return {
    ...concludeFrom(
      test(({ score }) => score),
      settings,
      conclusion,
    ),
    incomplete,
    scorers: compareScorers(findScorers(a, b), test, settings, conclusion),
  };
}

type ToScore = (row: RunRow) => number | undefined;

/** The scorers that both runs have. */
function findScorers(a: Run, b: Run): string[] {
  const namesOf = (run: Run) => new Set(run.results.flatMap(({ scores }) => Object.keys(scores)));
  const ofB = namesOf(b);
  return [...namesOf(a)].filter((name) => ofB.has(name)).sort();
}

/** Several scorers are several chances to find something by chance: Holm's p-values allow for that. */
function compareScorers(
  names: readonly string[],
  test: (toScore: ToScore) => TestedSides,
  settings: ComparisonSettings,
  conclusion: Conclusion,
): Record<string, Comparison> {
  const tested = names.map((name) =>
    test(({ scores }) => (Object.hasOwn(scores, name) ? scores[name] : undefined)),
  );
  const pValues = adjustByHolm(tested.map(({ evidence }) => evidence.pValue));
  return Object.fromEntries(
    tested.map((sides, index) => {
      const pValue = pValues[index] ?? 1;
      return [names[index] ?? '', concludeFrom(sides, settings, { ...conclusion, pValue })];
    }),
  );
}

function toRemarks({ failed, skipped }: RunComparison['incomplete']): string[] {
  const rows = [
    ...(failed > 0 ? [`${formatCount(failed, 'row')} failed`] : []),
    ...(skipped > 0 ? [`${formatCount(skipped, 'row')} skipped`] : []),
  ];
  return rows.length > 0 ? [`${rows.join(', ')}, so that no gate passes`] : [];
}

/** The logs that both runs are made of: a run that goes on under an old name took them over. */
function findShared(a: Run, b: Run): ReadonlySet<string> {
  const rootsOf = (run: Run) => new Set(run.results.flatMap((row) => toRoot(row) ?? []));
  const ofB = rootsOf(b);
  return new Set([...rootsOf(a)].filter((root) => ofB.has(root)));
}

/** The id of a row's log, through every rescoring. */
function toRoot({ log }: RunRow): string | undefined {
  if (!log) return undefined;
  const { of } = readMeta(log);
  return typeof of === 'string' ? of : log._id;
}

function toSharedRemarks({ size }: ReadonlySet<string>): string[] {
  if (size === 0) return [];
  const what = size === 1 ? 'answer is the same log' : 'answers are the same logs';
  return [`${size} ${what} on both sides, left out: give each run a name of its own`];
}

/** An answer that stands on both sides is no evidence of a difference, or of none. */
function toObservations(run: Run, toScore: ToScore, shared: ReadonlySet<string>): Observation[] {
  return run.results
    .filter((row) => !shared.has(toRoot(row) ?? ''))
    .map((row) => ({ case: row.case, trial: row.trial, score: toScore(row) }));
}

function refuseSeveral(run: Run, path: string): void {
  if (run.prompts.length <= 1) return;
  const message = `has ${run.prompts.length} prompts`;
  throw new PromptCrafterValidationError(
    `Failed to compare runs: ${path} ${message}. Give run.of(prompt).`,
    { issues: [{ path, message }] },
  );
}
