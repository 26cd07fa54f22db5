import { ApiError } from '../api/api-errors.ts';
import type { PasswordCaller } from '../api/passwords.ts';
import { createLanes } from './lanes.ts';

export interface FairQueueOptions {
  /** How many pieces of work are under way at a time. */
  readonly concurrency: number;
  /** How many may wait for one address, and for all together. */
  readonly waitingPerAddress: number;
  readonly waiting: number;
}

/** Carries out work that takes long, some at a time. */
export interface FairQueue {
  /**
   * @throws what `mayBegin` throws when it is this work's turn, the reason of the caller's signal once
   * that is aborted, and an {@link ApiError} when too much is waiting.
   */
  run<T>(work: () => Promise<T>, caller?: PasswordCaller, mayBegin?: () => void): Promise<T>;
}

/** How long a client is asked to wait when the queue is full, in milliseconds. */
const retryAfter = 2_000;

/**
 * Addresses take turns, and so do the accounts that one address asks for: whoever asks a lot waits for
 * itself alone. Work whose client has left is given up. Work without a caller is the server's own, and
 * never refused.
 */
export function createFairQueue(options: FairQueueOptions): FairQueue {
  const waiting = createLanes<() => void>();
  let running = 0;

  function assertRoom(address: string): void {
    const isFull = waiting.count(address) >= options.waitingPerAddress;
    if (isFull || waiting.size >= options.waiting) throw new ApiError('busy', retryAfter);
  }

  function beginNext(): void {
    while (running < options.concurrency) {
      const begin = waiting.take();
      if (!begin) return;
      running += 1;
      begin();
    }
  }

  function waitForTurn(path: readonly string[], signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        if (waiting.remove(path, begin)) reject(signal?.reason);
      };
      const begin = () => {
        signal?.removeEventListener('abort', giveUp);
        resolve();
      };
      signal?.addEventListener('abort', giveUp, { once: true });
      waiting.add(path, begin);
      beginNext();
    });
  }

  return {
    async run(work, caller, mayBegin = () => {}) {
      const { address = '', account = '', signal } = caller ?? {};
      if (caller) assertRoom(address);
      signal?.throwIfAborted();
      await waitForTurn([address, account], signal);
      try {
        mayBegin();
        return await work();
      } finally {
        running -= 1;
        beginNext();
      }
    },
  };
}
