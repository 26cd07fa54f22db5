import type { SpoolOwner } from '../spool.ts';

const firstPause = 5_000;
const longestPause = 60_000;

/** Whether a folder can be written to; one that cannot is left alone for a while. */
export class FolderHealth {
  readonly #owner: SpoolOwner;
  #brokenUntil = Number.NEGATIVE_INFINITY;
  #pause = 0;
  /** Whether somebody was told that it failed. */
  #isTold = false;

  constructor(owner: SpoolOwner) {
    this.#owner = owner;
  }

  /** Whether it failed, and nothing has succeeded since. */
  get isBroken(): boolean {
    return this.#pause > 0;
  }

  /** Whether it is worth trying. */
  isUsable(now: number): boolean {
    return now >= this.#brokenUntil;
  }

  /** Does something with the folder; what fails is told. */
  try(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.fail(error);
    }
  }

  /** Does what can be done again later; logs can be kept although it fails. */
  tryToTidy(run: () => void): void {
    try {
      run();
    } catch {
      // It is tried again with the next look at the folder.
    }
  }

  /** Takes note of what the file system said. */
  fail(error: unknown): void {
    this.#pause = Math.min(longestPause, Math.max(firstPause, this.#pause * 2));
    this.#brokenUntil = Date.now() + this.#pause;
    if (!this.#isTold) this.#isTold = this.#owner.onTrouble(toReason(error));
  }

  /** Takes note of a log that could be written. */
  succeed(): void {
    if (!this.isBroken) return;
    this.#pause = 0;
    this.#brokenUntil = Number.NEGATIVE_INFINITY;
    if (this.#isTold) this.#owner.onRecovery();
    this.#isTold = false;
  }
}

/** What the file system says, by its code: a message would show the path. */
function toReason(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return typeof code === 'string' ? code : String(message);
}
