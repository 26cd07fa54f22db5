import { setTimeout } from 'node:timers/promises';
import { ServeError } from '../serve-error.ts';

/** In milliseconds, how often it is looked whether the other instance is done. */
const pause = 100;

export interface WaitOptions {
  /** What the other instance does, as in `has been upgrading it`. */
  readonly activity: string;
  /** Is called once, after 2 s. */
  readonly onWait?: (() => void) | undefined;
  /**
   * In milliseconds.
   * @defaultValue an hour
   */
  readonly mostMs?: number | undefined;
}

/**
 * Tries to get a lock until it has it. To wait for it in one statement would run into the limit of time
 * for statements, and would deadlock with an index that is made while others use its table: that one
 * waits for every statement that is under way.
 *
 * @throws {@link ServeError} when another instance keeps it for too long.
 */
export async function waitForLock<T>(
  tryWithLock: () => Promise<T | 'locked'>,
  { activity, onWait = () => {}, mostMs = 60 * 60 * 1_000 }: WaitOptions,
): Promise<T> {
  for (let count = 0; ; count += 1) {
    const result = await tryWithLock();
    if (result !== 'locked') return result;
    if (count * pause >= mostMs) {
      throw new ServeError(`another instance has been ${activity} it for too long`);
    }
    if (count === 20) onWait();
    await setTimeout(pause);
  }
}
