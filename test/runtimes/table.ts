import { styleText } from 'node:util';
import {
  type Case,
  type Difference,
  type Result,
  type RuntimeName,
  runtimeNames,
} from './cases/case.ts';
import { caseGroups } from './cases.ts';
import type { Matrix, Run } from './matrix.ts';

const cases = caseGroups.flatMap((group) => group.cases);
const allDifferences = cases.flatMap(({ differences = [] }) => differences);
const marks = ['①', '②', '③', '④', '⑤', '⑥', '⑦', '⑧', '⑨', '⑩', '⑪', '⑫'];

const toMark = (difference: Difference) => marks[allDifferences.indexOf(difference)] ?? '⁂';

/** The table for a terminal: each case, and in which runtimes it ended as expected. */
export function renderResults({ runs, missing }: Matrix): string {
  const columns = runtimeNames.filter(
    (name) =>
      runs.some(({ runtime }) => runtime === name) ||
      missing.some(({ runtime }) => runtime.name === name),
  );
  const width = Math.max(...cases.map(({ name }) => name.length));
  const lines = [`${''.padEnd(width + 2)}  ${columns.join('  ')}`];
  for (const group of caseGroups) {
    lines.push(styleText('bold', group.title));
    for (const one of group.cases) {
      const cells = columns.map((column) => {
        const ran = runs.filter(({ runtime }) => runtime === column);
        return toCell(ran, one).padEnd(column.length);
      });
      lines.push(`  ${one.name.padEnd(width)}  ${cells.join('  ')}`.trimEnd());
    }
  }
  const seconds = runs.map(
    ({ runtime, build, version, failures, seconds }) =>
      `${failures.length === 0 ? '✓' : '✗'} ${runtime}, ${build}: ${version}, ${seconds.toFixed(1)} s`,
  );
  return [...lines, '', ...seconds, ...renderMissing(missing)].join('\n');
}

/** The runtimes that were not there, and how they are had. */
export function renderMissing(missing: Matrix['missing']): string[] {
  return missing.map(({ runtime }) => `Not run: ${runtime.name} (${runtime.source})`);
}

function toCell(runs: readonly Run[], one: Case): string {
  if (runs.length === 0) return '–';
  const verdicts = runs.map(({ verdicts }) => verdicts.get(one) ?? 'wrong');
  if (verdicts.includes('wrong')) return '✗';
  const difference = verdicts.find((verdict) => typeof verdict === 'object');
  return difference ? toMark(difference) : '✓';
}

/** The tables for the guide, with what each case comes to. The matrix holds them to be true. */
export function renderGuide(): string {
  const sections = caseGroups.map(({ title, cases }) => {
    const rows = cases.map((one) => {
      const cells = runtimeNames.map((name) => {
        const difference = findDifference(one, name);
        return difference ? toMark(difference) : '✓';
      });
      return [one.name, describeResult(one.expected), ...cells];
    });
    return `### ${title}\n\n${toMarkdown(['Case', 'Ends', ...runtimeNames], rows)}`;
  });
  const notes = cases.flatMap(({ name, differences = [] }) =>
    differences.map((difference) => {
      const { in: names, expected, reason } = difference;
      return `- ${toMark(difference)} **${name}**, in ${listNames(names)}: ${describeResult(expected)}. ${reason}`;
    }),
  );
  return [
    '## What may differ',
    '',
    ...notes,
    '',
    '## Case by case',
    '',
    sections.join('\n\n'),
  ].join('\n');
}

const findDifference = ({ differences = [] }: Case, runtime: RuntimeName) =>
  differences.find((difference) => difference.in.includes(runtime));

/** A table as the formatter has it: two columns of text, and marks in the middle of the others. */
function toMarkdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)),
  );
  const isText = (column: number) => column < 2;
  const toLine = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = widths.map((width, at) =>
    isText(at) ? '-'.repeat(width) : `:${'-'.repeat(width - 2)}:`,
  );
  const lines = [head, ...rows].map((row) =>
    row.map((cell, at) => {
      const width = widths[at] ?? 0;
      const before = isText(at) ? 0 : Math.floor((width - cell.length) / 2);
      return cell.padStart(cell.length + before).padEnd(width);
    }),
  );
  return [lines[0] ?? [], rule, ...lines.slice(1)].map(toLine).join('\n');
}

function describeResult({ ends, status, outcome }: Result): string {
  if (ends === 'resolves') return ends;
  return [`\`${ends}\``, status, `\`${outcome}\``].filter(Boolean).join(' ');
}

const listNames = (names: readonly string[]) =>
  names.length === 1 ? names[0] : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
