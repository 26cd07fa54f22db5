/** A timer that holds no process open. */
export type QuietTimer = ReturnType<typeof setTimeout>;

/** The longest delay that `setTimeout` can count: what is longer would fire at once. */
export const longestTimer = 2 ** 31 - 1;

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
