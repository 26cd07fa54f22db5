import type { RunComparison } from '../compare/compare-runs.ts';
import type { Comparison } from '../compare/comparison.ts';
import { gate } from '../compare/gate.ts';
import { describeFailures } from '../report/describe-failures.ts';
import { findWorstRow } from '../report/find-worst-row.ts';
import { formatDistance, formatPoints } from '../report/format-number.ts';
import { toPlainText } from '../report/to-plain-text.ts';
import type { RunRow } from '../run/row.ts';
import type { GateMatcherOptions, MatcherResult, MatcherState } from './matcher-types.ts';

/** How many of the worst cases, and of the failures, a message shows. */
const shown = 3;

/** Judges a comparison for a matcher, which shows what b answered where its rows are known. */
export function judgeGate(
  state: MatcherState,
  comparison: Comparison & Pick<Partial<RunComparison>, 'incomplete'>,
  options: GateMatcherOptions,
  rows: readonly RunRow[] = [],
): MatcherResult {
  const result = gate(comparison, options);
  const message = () => toMessage(comparison, options, result, rows);
  if (result === 'inconclusive' && options.inconclusive === 'skip') {
    // Vitest marks the test as skipped by throwing; outside a test there is nothing to skip.
    state.task?.context.skip(message());
  }
  return { pass: result === 'pass', message };
}

function toMessage(
  comparison: Comparison,
  options: GateMatcherOptions,
  result: string,
  rows: readonly RunRow[],
): string {
  const margin = formatDistance(options.margin ?? comparison.margin);
  const worst = comparison.pairs.filter(({ difference }) => difference < 0).slice(0, shown);
  const cases = worst.map(({ case: id, a, b, difference }) => {
    const output = findWorstRow(rows, id)?.output;
    const answer = output === undefined ? '' : `: ${toPlainText(output, 120)}`;
    return `  ${toPlainText(id, 60)} ${formatPoints(difference)}, from ${formatPoints(a)} to ${formatPoints(b)}${answer}`;
  });
  const head = `The gate (b at most ${margin} worse) says ${result}. ${comparison.text}`;
  return [
    head,
    ...(cases.length > 0 ? ['Worst cases:', ...cases] : []),
    ...describeFailures(rows, shown),
  ].join('\n');
}
