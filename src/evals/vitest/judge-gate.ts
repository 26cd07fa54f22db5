import type { RunComparison } from '../compare/compare-runs.ts';
import type { Comparison } from '../compare/comparison.ts';
import { gate } from '../compare/gate.ts';
import { formatDistance, formatPoints } from '../report/format-number.ts';
import { toPlainText } from '../report/to-plain-text.ts';
import type { GateMatcherOptions, MatcherResult, MatcherState } from './matcher-types.ts';

/** How many of the worst cases a message shows. */
const shownCases = 3;

/** Judges a comparison for a matcher. `toOutput` gives what b answered to a case, where that is known. */
export function judgeGate(
  state: MatcherState,
  comparison: Comparison & Pick<Partial<RunComparison>, 'incomplete'>,
  options: GateMatcherOptions,
  toOutput: (caseId: string) => string | undefined,
): MatcherResult {
  const result = gate(comparison, options);
  const message = () => toMessage(comparison, options, result, toOutput);
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
  toOutput: (caseId: string) => string | undefined,
): string {
  const margin = formatDistance(options.margin ?? comparison.margin);
  const worst = comparison.pairs.filter(({ difference }) => difference < 0).slice(0, shownCases);
  const cases = worst.map(({ case: id, a, b, difference }) => {
    const output = toOutput(id);
    const answer = output === undefined ? '' : `: ${toPlainText(output, 120)}`;
    return `  ${toPlainText(id, 60)} ${formatPoints(difference)}, from ${formatPoints(a)} to ${formatPoints(b)}${answer}`;
  });
  const head = `The gate (b at most ${margin} worse) says ${result}. ${comparison.text}`;
  return [head, ...(cases.length > 0 ? ['Worst cases:', ...cases] : [])].join('\n');
}
