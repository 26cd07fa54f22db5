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

/** How long newcomers are looked for after a turn that took long, in milliseconds. */
const pauseMs = 2;

/**
 * The same for requests, which are small as a rule: at once while nothing takes long. After a turn that
 * did, what has come in meanwhile is received first, which may be many connections, so that the next
 * turn is given to one of all that wait.
 */
export function createAdmission(): TakeTurn {
  const waiting = createLanes<() => void>();
  let turn: number | undefined;

  function begin(): void {
    turn = performance.now();
    setImmediate(() => {
      if (isLong()) setTimeout(beginNext, pauseMs);
      else beginNext();
    });
  }

  const isLong = () => turn !== undefined && performance.now() - turn >= sliceMs;

  function beginNext(): void {
    turn = undefined;
    const admit = waiting.take();
    if (!admit) return;
    begin();
    admit();
  }

  return (path = []) => {
    if (turn === undefined) begin();
    else if (waiting.size > 0 || isLong()) {
      return new Promise((resolve) => {
        waiting.add(path, resolve);
      });
    }
    return Promise.resolve();
  };
}
