import { longestTimer } from '../core/longest-timer.ts';
import type { Flush } from './flush.ts';

const pollInterval = 20;

/** How a flush is waited for. */
export interface FlushWait {
  readonly timeout: number;
  /** Whether the process is held meanwhile. */
  readonly isHolding: boolean;
  /** Whether nothing but timers of its own may wake whoever waits, as in workerd. */
  readonly isIsolated: boolean;
}

/** Waits until all that a flush is about is settled, or its time is up. */
export function waitForFlush(flush: Flush, wait: FlushWait): Promise<void> {
  return new Promise((resolve) => {
    let poll: ReturnType<typeof setInterval> | undefined;
    const end = () => {
      clearTimeout(timer);
      clearInterval(poll);
      resolve();
    };
    const timer = setTimeout(end, Math.min(wait.timeout, longestTimer));
    if (!wait.isHolding) (timer as { unref?: () => void }).unref?.();
    if (!wait.isIsolated) flush.onDone(end);
    // Whoever settles the last log may be another request, whose turn is not ours.
    else poll = setInterval(() => flush.isDone && end(), pollInterval);
  });
}
