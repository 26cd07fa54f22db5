import { AsyncLocalStorage } from 'node:async_hooks';

/** Something that is over at some moment. */
export interface Life {
  readonly isAlive: boolean;
}

const present = new AsyncLocalStorage<Life>();

/** Runs what belongs to a life: its timers end with it. */
export function live<T>(life: Life, run: () => T): T {
  return present.run(life, run);
}

/** Has timers end with the life that they belong to. Gives what undoes it. */
export function endTimersWithLives(): () => void {
  const { setTimeout, setInterval } = globalThis;
  const wrap = (start: typeof setTimeout | typeof setInterval) =>
    ((run: () => void, ms?: number) => {
      const life = present.getStore();
      if (!life) return start(run, ms);
      return start(() => life.isAlive && live(life, run), ms);
    }) as typeof setTimeout;
  globalThis.setTimeout = wrap(setTimeout);
  globalThis.setInterval = wrap(setInterval) as unknown as typeof setInterval;
  return () => Object.assign(globalThis, { setTimeout, setInterval });
}
