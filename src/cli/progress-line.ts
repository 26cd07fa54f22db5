/** In ms, how often a line is drawn anew. */
const interval = 100;

/** A line on standard error that tells how far something is, where that is a terminal. */
export interface ProgressLine {
  show(text: string): void;
  clear(): void;
}

/** Creates a progress line; elsewhere than on a terminal it is silent. */
export function createProgressLine(): ProgressLine {
  const stream = process.stderr;
  if (!stream.isTTY) return { show() {}, clear() {} };
  let shownAt = Number.NEGATIVE_INFINITY;
  return {
    show(text) {
      const now = performance.now();
      if (now - shownAt < interval) return;
      shownAt = now;
      stream.write(`\r\u001b[K${text.slice(0, (stream.columns || 80) - 1)}`);
    },
    clear() {
      if (shownAt > 0) stream.write('\r\u001b[K');
    },
  };
}
