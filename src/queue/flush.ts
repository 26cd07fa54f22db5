import type { LogFailure, Tally } from './tally.ts';

/** What became of the logs that a flush was about. */
export interface FlushReport {
  /** Whether nothing failed, was dropped or is pending. */
  readonly ok: boolean;
  /** Logs stored since the flush before this one ended. */
  readonly stored: number;
  /** Logs that failed since then. */
  readonly failed: readonly LogFailure[];
  /** Logs dropped since then. */
  readonly dropped: number;
  /** Logs accepted before this flush that wait or are being sent. */
  readonly pending: number;
}

/** What had been counted at some moment. */
export interface CountMark {
  readonly stored: number;
  readonly failed: number;
  readonly dropped: number;
}

/** A flush under way. */
export class Flush {
  readonly since: CountMark;
  readonly #tally: Tally;
  readonly #epoch: number;
  #onDone: (() => void) | undefined;

  constructor(tally: Tally, epoch: number, since: CountMark) {
    this.#tally = tally;
    this.#epoch = epoch;
    this.since = since;
  }

  /** Whether all that it is about is settled. */
  get isDone(): boolean {
    return this.#tally.isSettledUpTo(this.#epoch);
  }

  /** Calls a function as soon as it is done. */
  onDone(listener: () => void): void {
    this.#onDone = listener;
    this.check();
  }

  /** Is told that logs were settled. */
  check(): void {
    if (this.isDone) this.letGo();
  }

  /** Lets whoever waits for it go on. */
  letGo(): void {
    this.#onDone?.();
    this.#onDone = undefined;
  }

  /** Ends it, and says what came of it. */
  end(): FlushReport {
    const report = this.#tally.report(this.since, this.#epoch);
    this.#tally.endFlush(this, true);
    return report;
  }

  /** Ends it without a word. */
  cancel(): void {
    this.#tally.endFlush(this, false);
  }
}
