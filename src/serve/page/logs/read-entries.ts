import { countOnce, type OnceCounted } from '../../../evals/scores/count-once.ts';
import { isNoLogs } from '../../../evals/scores/is-no-logs.ts';
import type { Session } from '../session.ts';
import { type LogEntry, toLogEntry } from './log-entry.ts';

/** Milliseconds of work after which the page may draw, and its user click. */
const slice = 25;

/** A list of a hundred thousand logs over a slow line takes its time. */
const timeout = 10 * 60_000;

export interface ReadOptions {
  readonly signal: AbortSignal;
  /** Is told after each slice what is there so far. */
  onSlice?(count: number, counted: OnceCounted<LogEntry>): void;
}

/** Reads the logs of a prompt, or of all, each once, in slices that keep the page answering. */
export async function readEntries(
  { client }: Session,
  promptId: string | undefined,
  { signal, onSlice }: ReadOptions,
): Promise<OnceCounted<LogEntry>> {
  const counted = countOnce(toLogEntry);
  let count = 0;
  let start = performance.now();
  try {
    for await (const log of client.iterateLogs(promptId, { signal, timeout })) {
      counted.add(log);
      count += 1;
      if (performance.now() - start < slice) continue;
      onSlice?.(count, counted);
      await pause();
      start = performance.now();
    }
  } catch (error) {
    // A prompt without logs is answered like one that is not there. This one is.
    if (!isNoLogs(error)) throw error;
  }
  return counted;
}

const pause = () => new Promise((resolve) => setTimeout(resolve));
