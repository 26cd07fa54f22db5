const firstPause = 500;
const longestPause = 15_000;

/** In ms, how long to wait after some failures: doubling, half of it random. */
export function toPause(failures: number): number {
  const whole = Math.min(firstPause * 2 ** (failures - 1), longestPause);
  return whole * (0.5 + Math.random() / 2);
}

/** Waits, and rejects with the signal's reason as soon as it is aborted. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
  });
  signal.throwIfAborted();
}
