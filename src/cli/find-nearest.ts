/** The words that are as near to a mistyped one as any, if they are near at all; exact ones first. */
export function findNearest(word: string, words: readonly string[]): string[] {
  const most = Math.max(1, Math.floor(word.length * 0.4));
  const distances = words.map((other) => countEdits(word, other));
  const least = Math.min(...distances);
  return least > most ? [] : words.filter((_, at) => distances[at] === least);
}

/** How many letters are to be added, removed, replaced or swapped with the next one. */
function countEdits(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const isSame = a[i - 1] === b[j - 1];
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row[j] = Math.min(
        (last[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (last[j - 1] ?? 0) + (isSame ? 0 : 1),
        isSwapped ? (beforeLast[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    [beforeLast, last] = [last, row];
  }
  return last[b.length] ?? 0;
}
