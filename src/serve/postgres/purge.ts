import { setTimeout } from 'node:timers/promises';
import type { RunQuery } from './pool.ts';

export interface PurgeOptions {
  readonly query: RunQuery;
  readonly report: (error: unknown) => void;
  /**
   * Seconds after which nobody adds a log any more to a prompt that they have seen before it was
   * deleted. A statement takes less.
   */
  readonly graceSeconds?: number;
  /** In milliseconds, how often deletions are looked for that other instances have left. */
  readonly everyMs?: number;
}

/** Deletes the logs of deleted prompts, a few at a time. */
export interface Purge {
  /** Begins at once, rather than at the next look. */
  wake(): void;
  /** Leaves the rest to the next instance. */
  stop(): void;
}

/** By the index of each prompt. Several instances that do this at once take other rows each. */
const deleteSome = `DELETE FROM promptcrafter.logs WHERE id IN (
  SELECT some.id FROM promptcrafter.purges CROSS JOIN LATERAL (
    SELECT id FROM promptcrafter.logs WHERE logs.prompt = purges.prompt
    ORDER BY seq LIMIT 500 FOR UPDATE SKIP LOCKED
  ) AS some LIMIT 500
)`;

const forget = `DELETE FROM promptcrafter.purges
  WHERE since < now() - make_interval(secs => $1)
  AND NOT EXISTS (SELECT FROM promptcrafter.logs WHERE logs.prompt = purges.prompt)`;

export function startPurge(options: PurgeOptions): Purge {
  const { query, report, graceSeconds = 60, everyMs = 30_000 } = options;
  let isStopped = false;
  let isRunning = false;

  async function run(): Promise<void> {
    if (isRunning || isStopped) return;
    isRunning = true;
    try {
      while (!isStopped && (await query(deleteSome)).count > 0) {
        await setTimeout(20, undefined, { ref: false });
      }
      if (!isStopped) await query(forget, [graceSeconds]);
    } catch (error) {
      report(error);
    } finally {
      isRunning = false;
    }
  }

  const timer = setInterval(run, everyMs);
  timer.unref();
  void run();
  return {
    wake: () => void run(),
    stop() {
      isStopped = true;
      clearInterval(timer);
    },
  };
}
