import type { Stop } from './create-stop.ts';

/**
 * Runs work with a signal of its own, which is aborted with the run or when the time is up, and waits
 * no longer than that, whether or not the work heeds the signal.
 *
 * @throws the run's reason, or a `TimeoutError`.
 */
export async function withDeadline<T>(
  work: (signal: AbortSignal) => T | Promise<T>,
  timeout: number,
  stop: Stop,
): Promise<T> {
  if (stop.isStopped) throw stop.reason;
  const controller = new AbortController();
  let end = () => {};
  const givenUp = new Promise<never>((_, reject) => {
    const giveUp = (reason: unknown) => {
      reject(reason);
      controller.abort(reason);
    };
    const timer = setTimeout(() => giveUp(toTimeoutError(timeout)), timeout);
    const unsubscribe = stop.subscribe(giveUp);
    end = () => {
      clearTimeout(timer);
      unsubscribe();
    };
  });
  try {
    return await Promise.race([givenUp, (async () => work(controller.signal))()]);
  } finally {
    end();
  }
}

function toTimeoutError(timeout: number): Error {
  const error = new Error(`Failed to get an answer: none within ${timeout} ms. Raise the timeout.`);
  error.name = 'TimeoutError';
  return error;
}
