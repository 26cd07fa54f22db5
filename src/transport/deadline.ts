import { longestTimer } from './retry-policy.ts';

/** Why a wait ended before what it waited for came. */
export type Interruption =
  | { readonly by: 'caller'; readonly reason: unknown }
  | { readonly by: 'deadline' }
  | { readonly by: 'attempt' };

/** Thrown by a wait that was interrupted. It never leaves the transport. */
export class Interrupted {
  readonly interruption: Interruption;
  constructor(interruption: Interruption) {
    this.interruption = interruption;
  }
}

/**
 * What bounds a call: one deadline over everything that it waits for, and the caller's signal.
 * Every wait goes through it, and none relies on what it waits for to listen.
 *
 * The caller's signal is given to nobody: a signal that lives as long as the process would collect
 * a listener or a dependent signal for each call.
 */
export class Deadline {
  readonly #signal: AbortSignal | undefined;
  #endsAt: number;
  #pausedAt: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #onAbort = () => this.#interrupt({ by: 'caller', reason: this.#signal?.reason });
  #interruption: Interruption | undefined;
  #wake: ((interruption: Interruption) => void) | undefined;

  constructor(timeout: number, signal: AbortSignal | undefined) {
    this.#signal = signal;
    this.#endsAt = performance.now() + timeout;
    this.#startTimer(timeout);
    if (signal?.aborted) this.#onAbort();
    else signal?.addEventListener('abort', this.#onAbort);
  }

  /** Milliseconds that are left. */
  get remaining(): number {
    return this.#endsAt - performance.now();
  }

  /** Whether there is no use in going on. */
  get isInterrupted(): boolean {
    return this.#interruption !== undefined;
  }

  /** Stops the clock while the caller is at work with what the call has delivered so far. */
  pause(): void {
    clearTimeout(this.#timer);
    this.#pausedAt = performance.now();
  }

  /** Lets the clock run on. */
  resume(): void {
    this.#endsAt += performance.now() - (this.#pausedAt ?? performance.now());
    this.#pausedAt = undefined;
    this.#startTimer(this.remaining);
  }

  /** Ends the deadline's hold on the timer and on the caller's signal. */
  close(): void {
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener('abort', this.#onAbort);
  }

  /**
   * Waits for what `start` promises, and calls `onInterrupt` where it is given up. One wait at a
   * time: a call does one thing after the other.
   */
  wait<T>(start: () => Promise<T>, onInterrupt?: (interruption: Interruption) => void): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const wake = (interruption: Interruption) => {
        this.#wake = undefined;
        reject(new Interrupted(interruption));
        onInterrupt?.(interruption);
      };
      if (this.#interruption) return wake(this.#interruption);
      this.#wake = wake;
      const settle =
        <V>(deliver: (value: V) => void) =>
        (value: V) => {
          if (this.#wake === wake) this.#wake = undefined;
          deliver(value);
        };
      start().then(settle(resolve), settle(reject));
    });
  }

  /** Waits for one attempt, which is also bounded by a time of its own and told by a signal. */
  async attempt<T>(timeout: number, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    const timer =
      timeout < this.remaining && timeout <= longestTimer
        ? setTimeout(() => this.#wake?.({ by: 'attempt' }), timeout)
        : undefined;
    try {
      return await this.wait(
        () => run(controller.signal),
        // The reason reaches a fetch that may be the user's own: it tells nothing.
        () => controller.abort(),
      );
    } finally {
      clearTimeout(timer);
    }
  }

  /** Waits for a time. */
  async sleep(duration: number): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = () => clearTimeout(timer);
    await this.wait(
      () =>
        new Promise<void>((resolve) => {
          timer = setTimeout(resolve, duration);
        }),
      stop,
    );
  }

  #startTimer(timeout: number): void {
    if (timeout > longestTimer) return;
    this.#timer = setTimeout(() => this.#interrupt({ by: 'deadline' }), timeout);
  }

  #interrupt(interruption: Interruption): void {
    this.#interruption ??= interruption;
    this.#wake?.(this.#interruption);
  }
}
