import type { RunCounts } from './row.ts';

/** What a progress line is written to. */
interface Terminal {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Tells how far a run is. */
export interface Progress {
  show(counts: Pick<RunCounts, 'done' | 'failed'>): void;
  clear(): void;
}

/** A progress line on standard error where that is a terminal, nothing elsewhere. */
export function createProgress(name: string, total: number): Progress {
  const terminal = findTerminal();
  const label = name.replace(/\p{Cc}/gu, ' ').slice(0, 40);
  let shownAt = Number.NEGATIVE_INFINITY;
  return {
    show({ done, failed }) {
      const now = performance.now();
      if (!terminal || now - shownAt < 100) return;
      shownAt = now;
      const failures = failed > 0 ? `, ${failed} failed` : '';
      terminal.write(`\r\u001B[K${label}: ${done + failed} of ${total}${failures}`);
    },
    clear() {
      if (shownAt > 0) terminal?.write('\r\u001B[K');
    },
  };
}

function findTerminal(): Terminal | undefined {
  const { process } = globalThis as { readonly process?: { readonly stderr?: Terminal } };
  return process?.stderr?.isTTY === true ? process.stderr : undefined;
}
