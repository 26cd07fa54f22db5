import type { Prompt } from '../core/schemas/prompt.ts';

/** After a refresh that failed the next one waits this many milliseconds. */
const pauseAfterFailure = 1_000;

/** What the store knows of one prompt. */
export class PromptEntry {
  /** As the API gave it last. */
  prompt: Prompt | undefined;
  /** What the API refused it with, if that is the last that it said. */
  refusal: unknown;
  /** When it was given, in milliseconds since 1970. */
  fetchedAt = 0;
  /** The request that is under way; whoever asks meanwhile waits for it too. */
  request: Promise<void> | undefined;
  /** Counts what was written, so that an answer from before does not replace it. */
  writes = 0;
  #failedAt: number | undefined;
  #isExpired = false;

  /** Keeps what the API gave. */
  keep(prompt: Prompt): void {
    this.prompt = prompt;
    this.fetchedAt = Date.now();
    this.refusal = undefined;
    this.#failedAt = undefined;
    this.#isExpired = false;
  }

  /** While the API is away, what it said last holds. A refusal replaces what it gave before. */
  noteFailure(error: unknown, isOutage: boolean): void {
    this.#failedAt = isOutage ? Date.now() : undefined;
    if (isOutage) return;
    this.prompt = undefined;
    this.refusal = error;
  }

  /** From here on it is stale, whatever its age. */
  expire(): void {
    this.#isExpired = true;
  }

  /** From here on nothing is known of it. */
  forget(): void {
    this.prompt = undefined;
    this.refusal = undefined;
  }

  /** Also where the clock was set back since. */
  isFresh(ttl: number): boolean {
    const age = Date.now() - this.fetchedAt;
    return !this.#isExpired && age >= 0 && age < ttl;
  }

  /** Whether the API did not answer when it was last asked, and has refused nothing before. */
  isAway(): boolean {
    return this.#failedAt !== undefined && this.refusal === undefined;
  }

  /** Whether it may be asked for again. */
  isRefreshDue(): boolean {
    if (this.request) return false;
    if (this.#failedAt === undefined) return true;
    const pause = Date.now() - this.#failedAt;
    return pause < 0 || pause >= pauseAfterFailure;
  }
}
