import type { RunRow } from '../../run/row.ts';
import { escapeHtml } from './escape-html.ts';

/** How many of the worst cases a page shows. */
export const shownCases = 5;

const longestOutput = 20_000;

/** What was answered, and why it scored what it did. */
export function writeAnswer({ output = '', reasons = {} }: Partial<RunRow> = {}): string {
  const cut = output.length > longestOutput ? `${output.slice(0, longestOutput)}…` : output;
  const why = Object.values(reasons).map((reason) => `<p class="soft">${escapeHtml(reason)}</p>`);
  return `<pre dir="auto">${escapeHtml(cut)}</pre>${why.join('')}`;
}
