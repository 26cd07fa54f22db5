import type { Run } from '../run/run.ts';
import { formatCount } from './format-number.ts';

/** Says how many answers are not stored, and what was said of the first of them. */
export function describeUnlogged({ results, counts }: Run): string {
  const answers = formatCount(counts.unlogged, 'answer');
  const reason = results.find(({ logError }) => logError)?.logError?.message;
  return reason === undefined
    ? `${answers} not logged yet`
    : `${answers} not logged: ${reason.trim().replace(/\.+$/, '').slice(0, 200)}`;
}
