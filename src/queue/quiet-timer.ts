import { longestTimer } from '../core/longest-timer.ts';

/** A timer that holds no process open. */
export type QuietTimer = ReturnType<typeof setTimeout>;

/** Calls a function after a time, unless the process has ended by then. */
export function startQuietTimer(run: () => void, ms: number): QuietTimer {
  const timer = setTimeout(run, Math.min(ms, longestTimer));
  // Pages and workerd have numbers, which hold nothing.
  (timer as { unref?: () => void }).unref?.();
  return timer;
}

/** Waits for a time, or until a signal is aborted; it holds no process open. */
export function pauseQuietly(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = startQuietTimer(end, ms);
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
  });
}
