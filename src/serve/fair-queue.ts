import { ApiError } from '../api/api-errors.ts';
import type { PasswordCaller } from '../api/passwords.ts';

export interface FairQueueOptions {
  /** How many pieces of work are under way at a time. */
  readonly concurrency: number;
  /** How many may wait for one address, and for all together. */
  readonly waitingPerAddress: number;
  readonly waiting: number;
}

/** Runs long work, a few pieces at a time. */
export interface FairQueue {
  /**
   * @throws what `mayBegin` throws when it is this work's turn, the reason of the caller's signal once
   * that is aborted, and an {@link ApiError} when too much is waiting.
   */
  run<T>(work: () => Promise<T>, caller?: PasswordCaller, mayBegin?: () => void): Promise<T>;
}

interface Job {
  readonly address: string;
  begin(): void;
}

/** How long a client is asked to wait when the queue is full, in milliseconds. */
const retryAfter = 2_000;

/**
 * Addresses take turns, so that one with many requests delays only itself. Work whose client has left
 * is dropped. Work without a caller is the server's own, and never refused.
 */
export function createFairQueue(options: FairQueueOptions): FairQueue {
  const { concurrency, waitingPerAddress } = options;
  const jobsByAddress = new Map<string, Set<Job>>();
  let waiting = 0;
  let running = 0;

  function add(job: Job): void {
    const jobs = jobsByAddress.get(job.address);
    if (jobs) jobs.add(job);
    else jobsByAddress.set(job.address, new Set([job]));
    waiting += 1;
  }

  function remove(job: Job): boolean {
    const jobs = jobsByAddress.get(job.address);
    if (!jobs?.delete(job)) return false;
    if (jobs.size === 0) jobsByAddress.delete(job.address);
    waiting -= 1;
    return true;
  }

  /** The address that was served longest ago stands first. */
  function takeNext(): Job | undefined {
    for (const [address, jobs] of jobsByAddress) {
      for (const job of jobs) {
        remove(job);
        jobsByAddress.delete(address);
        if (jobs.size > 0) jobsByAddress.set(address, jobs);
        return job;
      }
    }
    return undefined;
  }

  function beginNext(): void {
    while (running < concurrency) {
      const job = takeNext();
      if (!job) return;
      job.begin();
    }
  }

  function assertRoom(address: string): void {
    const isFull = (jobsByAddress.get(address)?.size ?? 0) >= waitingPerAddress;
    if (isFull || waiting >= options.waiting) throw new ApiError('busy', retryAfter);
  }

  return {
    async run(work, caller, mayBegin = () => {}) {
      const { address = '', signal } = caller ?? {};
      if (caller) assertRoom(address);
      signal?.throwIfAborted();
      await new Promise<void>((resolve, reject) => {
        const giveUp = () => {
          if (remove(job)) reject(signal?.reason);
        };
        const job: Job = {
          address,
          begin() {
            signal?.removeEventListener('abort', giveUp);
            running += 1;
            resolve();
          },
        };
        signal?.addEventListener('abort', giveUp, { once: true });
        add(job);
        beginNext();
      });
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
