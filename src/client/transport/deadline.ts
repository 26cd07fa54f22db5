import { getAbortReason } from '../../core/abort-reason.ts';
import { longestTimer } from '../../core/longest-timer.ts';

/** Thrown by a wait that was given up. It never leaves the transport. */
export class Interrupted {
  readonly by: 'caller' | 'deadline' | 'attempt';
  /** The caller's own. */
  readonly reason: unknown;
  constructor(by: Interrupted['by'], reason?: unknown) {
    this.by = by;
    this.reason = reason;
  }
}

/**
 * Bounds a call by one deadline for all of its waits, and by the caller's signal. Every wait goes
 * through it, and ends in time even if the work that is waited for ignores its signal.
 *
 * It holds a timer and listens to the signal only while it waits, so that there is nothing to
 * close. Never forward the caller's signal: one that lives as long as the process would collect a
 * listener or a dependent signal for each call.
 */
export class Deadline {
  readonly #signal: AbortSignal | undefined;
  #endsAt: number;
  #pausedAt = 0;

  constructor(timeout: number, signal: AbortSignal | undefined) {
    this.#signal = signal;
    this.#endsAt = performance.now() + timeout;
  }

  /** Milliseconds that are left. */
  get remaining(): number {
    return this.#endsAt - performance.now();
  }

  /** Whether the caller has given up. */
  get isAborted(): boolean {
    return this.#signal?.aborted === true;
  }

  /** Stops the clock while the caller works on a record. */
  pause(): void {
    this.#pausedAt = performance.now();
  }

  /** Starts the clock again. */
  resume(): void {
    this.#endsAt += performance.now() - this.#pausedAt;
  }

  /** @throws {@link Interrupted} when the time is up or the caller has given up. */
  check(): void {
    if (this.isAborted) throw new Interrupted('caller', getAbortReason(this.#signal));
    if (this.remaining <= 0) throw new Interrupted('deadline');
  }

  /**
   * Waits for a promise, `limit` ms at most, and calls `onInterrupt` where it is given up.
   *
   * @throws {@link Interrupted} when it is given up.
   */
  wait<T>(
    promise: Promise<T>,
    limit = Number.POSITIVE_INFINITY,
    onInterrupt?: () => void,
  ): Promise<T> {
    const { remaining } = this;
    const signal = this.#signal;
    return new Promise<T>((resolve, reject) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const stop = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
      };
      const interrupt = (by: Interrupted['by'], reason?: unknown) => {
        stop();
        reject(new Interrupted(by, reason));
        onInterrupt?.();
      };
      const onAbort = () => interrupt('caller', getAbortReason(signal));
      promise.then(
        (value) => {
          stop();
          resolve(value);
        },
        (error) => {
          stop();
          reject(error);
        },
      );
      if (signal?.aborted) return onAbort();
      const time = Math.min(remaining, limit);
      if (time <= longestTimer) {
        timer = setTimeout(() => interrupt(time < remaining ? 'attempt' : 'deadline'), time);
      }
      signal?.addEventListener('abort', onAbort);
    });
  }

  /** Waits for a time. */
  async sleep(duration: number): Promise<void> {
    this.check();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const over = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, duration);
    });
    await this.wait(over, undefined, () => clearTimeout(timer));
  }
}
