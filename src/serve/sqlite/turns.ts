/** Lets work that comes in slices go on, one slice of all of it for each turn of the event loop. */
export type TakeTurn = () => Promise<void>;

/**
 * However many lists and searches are under way, whoever asks for something small waits for one slice
 * at most.
 */
export function createTurns(): TakeTurn {
  const waiting: (() => void)[] = [];

  function runNext(): void {
    waiting.shift()?.();
    if (waiting.length > 0) setImmediate(runNext);
  }

  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      if (waiting.length === 1) setImmediate(runNext);
    });
}

/** How long a slice may take, in milliseconds. */
export const sliceMs = 5;
