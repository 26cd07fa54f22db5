/** In characters, the longest bar. */
const longestBar = 40;

/** How often each score was given, as bars. */
export function drawScores(scores: readonly number[]): string {
  if (scores.length === 0) return '  no scores\n';
  const counts = Array.from({ length: 11 }, () => 0);
  for (const score of scores) {
    const at = Math.round(score);
    if (at >= 0 && at <= 10) counts[at] = (counts[at] ?? 0) + 1;
  }
  const most = Math.max(...counts, 1);
  const width = String(most).length;
  const first = counts.findIndex((count) => count > 0);
  const last = counts.findLastIndex((count) => count > 0);
  return counts
    .map((count, score) => {
      const bar = '█'.repeat(Math.ceil((count / most) * longestBar));
      return `  ${String(score).padStart(2)}  ${String(count).padStart(width)}  ${bar}`.trimEnd();
    })
    .filter((_, score) => score >= first && score <= last)
    .map((line) => `${line}\n`)
    .join('');
}
