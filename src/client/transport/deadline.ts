import { longestTimer } from './retry-policy.ts';

/** Thrown by a wait that ended before what it waited for came. It never leaves the transport. */
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
 * What bounds a call: one deadline over everything that it waits for, and the caller's signal.
 * Every wait goes through it, and none relies on what it waits for to listen.
 *
 * It holds a timer and listens to the signal only while it waits, so that there is nothing to
 * close. The caller's signal is given to nobody: one that lives as long as the process would
 * collect a listener or a dependent signal for each call.
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

  /** Whether the caller has lost interest. */
  get isAborted(): boolean {
    return this.#signal?.aborted === true;
  }

  /** Stops the clock while the caller is at work with what the call has delivered so far. */
  pause(): void {
    this.#pausedAt = performance.now();
  }

  /** Lets the clock run on. */
  resume(): void {
    this.#endsAt += performance.now() - this.#pausedAt;
  }

  /** Waits for what `start` promises, `limit` ms at most, and calls `onInterrupt` where it is given up. */
  wait<T>(
    start: () => Promise<T>,
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
      const onAbort = () => interrupt('caller', signal?.reason);
      if (signal?.aborted) return onAbort();
      if (remaining <= 0) return interrupt('deadline');
      const time = Math.min(remaining, limit);
      if (time <= longestTimer) {
        timer = setTimeout(() => interrupt(time < remaining ? 'attempt' : 'deadline'), time);
      }
      signal?.addEventListener('abort', onAbort);
      const fail = (error: unknown) => {
        stop();
        reject(error);
      };
      try {
        start().then((value) => {
          stop();
          resolve(value);
        }, fail);
      } catch (error) {
        fail(error);
      }
    });
  }

  /** Waits for one attempt, which is also bounded by a time of its own and told by a signal. */
  attempt<T>(timeout: number, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    // The signal's reason reaches a fetch that may be the user's own: it tells nothing.
    const abort = () => controller.abort();
    return this.wait(() => run(controller.signal), timeout, abort);
  }

  /** Waits for a time. */
  sleep(duration: number): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const start = () =>
      new Promise<void>((resolve) => {
        timer = setTimeout(resolve, duration);
      });
    return this.wait(start, undefined, () => clearTimeout(timer));
  }
}
