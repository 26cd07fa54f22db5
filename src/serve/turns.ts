import { createLanes } from './lanes.ts';

/** How long work may take before others have their turns, in milliseconds. */
export const sliceMs = 5;

/**
 * Waits for a turn of the event loop. The path names the lane to wait in: of many that wait, each lane
 * has a turn before one has its second.
 */
export type TakeTurn = (path?: readonly string[]) => Promise<void>;

/**
 * Lets one piece of work go on in each turn of the event loop. However many lists, searches and large
 * requests are under way, whoever asks for something small waits for few of them.
 */
export function createTurns(): TakeTurn {
  const waiting = createLanes<() => void>();

  function runNext(): void {
    waiting.take()?.();
    if (waiting.size > 0) setImmediate(runNext);
  }

  return (path = []) =>
    new Promise((resolve) => {
      waiting.add(path, resolve);
      if (waiting.size === 1) setImmediate(runNext);
    });
}

/**
 * The same, but at once while the present turn is young and nobody waits: what is small and alone is
 * not kept waiting.
 */
export function createAdmission(): TakeTurn {
  const takeTurn = createTurns();
  let waiting = 0;
  let begin: number | undefined;

  return async (path) => {
    if (begin === undefined) {
      begin = performance.now();
      setImmediate(() => {
        begin = undefined;
      });
    }
    if (waiting === 0 && performance.now() - begin < sliceMs) return;
    waiting += 1;
    await takeTurn(path);
    waiting -= 1;
  };
}
