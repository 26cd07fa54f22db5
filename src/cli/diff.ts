/** Lines of a text that stay, go or come. */
export interface DiffLine {
  readonly kind: ' ' | '-' | '+';
  readonly text: string;
}

/** Texts with more lines than this, multiplied, are shown as replaced. */
const mostCells = 4_000_000;
/** How many lines around a change are shown. */
const context = 3;

/** What differs between two texts, by the longest common subsequence of their lines. */
export function diffLines(before: string, after: string): DiffLine[] {
  const [a, b] = [before.split('\n'), after.split('\n')];
  let start = 0;
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start += 1;
  let end = 0;
  const most = Math.min(a.length, b.length) - start;
  while (end < most && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const middle = compare(a.slice(start, a.length - end), b.slice(start, b.length - end));
  const keep = (text: string): DiffLine => ({ kind: ' ', text });
  return [...a.slice(0, start).map(keep), ...middle, ...a.slice(a.length - end).map(keep)];
}

function compare(a: readonly string[], b: readonly string[]): DiffLine[] {
  const gone = (text: string): DiffLine => ({ kind: '-', text });
  const come = (text: string): DiffLine => ({ kind: '+', text });
  if (a.length * b.length > mostCells) return [...a.map(gone), ...b.map(come)];
  const width = b.length + 1;
  /** How many lines the rests of both from there on have in common. */
  const common = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const next = i * width + j;
      const [down = 0, right = 0, both = 0] = [
        common[next + width],
        common[next + 1],
        common[next + width + 1],
      ];
      common[next] = a[i] === b[j] ? both + 1 : Math.max(down, right);
    }
  }
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [one, other] = [a[i], b[j]];
    const at = i * width + j;
    if (one !== undefined && one === other) {
      lines.push({ kind: ' ', text: one });
      i += 1;
      j += 1;
    } else if (
      one !== undefined &&
      (other === undefined || (common[at + width] ?? 0) >= (common[at + 1] ?? 0))
    ) {
      lines.push(gone(one));
      i += 1;
    } else if (other !== undefined) {
      lines.push(come(other));
      j += 1;
    }
  }
  return lines;
}

/** The changes with some lines around them. */
export function toShownDiff(lines: readonly DiffLine[]): string[] {
  const shown: string[] = [];
  let isGap = false;
  for (const [at, { kind, text }] of lines.entries()) {
    const near = lines.slice(Math.max(0, at - context), at + context + 1);
    if (kind === ' ' && near.every((line) => line.kind === ' ')) {
      if (!isGap) shown.push('…');
      isGap = true;
      continue;
    }
    isGap = false;
    shown.push(`${kind} ${text}`);
  }
  return shown;
}
