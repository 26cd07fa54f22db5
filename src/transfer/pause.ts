import { longestTimer } from '../core/longest-timer.ts';
import { toBackoff } from '../core/to-backoff.ts';

const bounds = { first: 500, longest: 15_000 };

/** In ms, how long to wait after some failures. */
export const toPause = (failures: number) => toBackoff(bounds, failures - 1, Math.random());

/** Waits, and rejects with the signal's reason as soon as it is aborted. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, Math.min(ms, longestTimer));
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
  });
  signal.throwIfAborted();
}
