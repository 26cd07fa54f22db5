import type { RunRow } from '../run/row.ts';
import { toPlainText } from './to-plain-text.ts';

/** Lines for a terminal about the first rows that failed; none where none did. */
export function describeFailures(rows: readonly RunRow[], listed: number): string[] {
  const failed = rows.filter(({ error }) => error !== undefined);
  const lines = failed.slice(0, listed).map(({ case: id, promptId, trial, error }) => {
    const where = error?.scorer === undefined ? error?.step : `scorer ${error.scorer}`;
    const row = `${toPlainText(id, 60)}, ${toPlainText(promptId, 60)}, trial ${trial}`;
    return `  ${row}: ${toPlainText(`${where}: ${error?.message}`)}`;
  });
  if (failed.length > listed) lines.push(`  and ${failed.length - listed} more`);
  return lines.length > 0 ? ['Failed:', ...lines] : [];
}
