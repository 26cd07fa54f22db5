import { compareRuns, type RunComparison } from '../compare/compare-runs.ts';
import type { Run } from '../run/run.ts';
import type { ReportOptions } from './report-options.ts';

/** Two parts of a report, and how the second compares to the first. */
export interface ReportedComparison {
  readonly a: Run;
  readonly b: Run;
  readonly comparison: RunComparison;
}

/** Compares every prompt of a run to the baseline, or all but the first to the first. */
export function comparePrompts(run: Run, options: ReportOptions = {}): ReportedComparison[] {
  const { baseline, ...settings } = options;
  const [first, ...others] = run.prompts.map(({ id }) => run.of(id));
  if (!first) return [];
  const pairs = baseline
    ? [first, ...others].flatMap((b) => {
        const a = findPart(baseline, b);
        return a ? [{ a, b }] : [];
      })
    : others.map((b) => ({ a: first, b }));
  return pairs.map(({ a, b }) => ({ a, b, comparison: compareRuns(a, b, settings) }));
}

/** The same prompt in the baseline, or the only one that it has. */
function findPart(baseline: Run, { prompts: [prompt] }: Run): Run | undefined {
  if (prompt && baseline.prompts.some(({ id }) => id === prompt.id)) return baseline.of(prompt.id);
  return baseline.prompts.length === 1 ? baseline : undefined;
}

/** What a report calls a part: the prompt, and the run where it is another one's. */
export function nameOf(part: Run, run: Run): string {
  const [prompt] = part.prompts;
  const title = prompt?.title ?? prompt?.id ?? part.name;
  return part.name === run.name ? title : `${title} in ${part.name}`;
}
