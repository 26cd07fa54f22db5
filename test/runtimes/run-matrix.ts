/**
 * Runs the cases in every runtime, or in those that are named, and prints the table.
 *
 * - `--all` fails where a runtime cannot be had, as `CI=true` does
 * - `--write` writes the table to the guide, once it holds everywhere
 */
import { writeGuide } from './guide.ts';
import { runMatrix } from './matrix.ts';
import { renderResults } from './table.ts';

const args = process.argv.slice(2);
const matrix = await runMatrix(args.filter((arg) => !arg.startsWith('--')));
console.log(renderResults(matrix));

const failures = matrix.runs.flatMap(({ runtime, build, failures }) =>
  failures.map((failure) => `${runtime}, ${build}: ${failure}`),
);
for (const failure of failures) console.error(failure);
const mustBeAll = process.env.CI === 'true' || args.includes('--all') || args.includes('--write');
if (failures.length > 0 || (mustBeAll && matrix.missing.length > 0)) process.exitCode = 1;
else if (args.includes('--write')) await writeGuide();
