import type { CreateLogInput } from '../core/schemas/log.ts';
import type { FlushReport } from './flush.ts';
import type { WaitUntil } from './options.ts';
import type { QueueStats } from './tally.ts';

/** What {@link LogQueue.log} takes beside a log. */
export interface LogOptions {
  /** Keeps the serverless function that logs alive until what it logged is stored, 25 s at most. */
  waitUntil?: WaitUntil | undefined;
}

/** What bounds {@link LogQueue.flush} and {@link LogQueue.close}. */
export interface FlushOptions {
  /**
   * Milliseconds after which it resolves, whatever the network does.
   * @defaultValue `30_000` for `flush`, `5_000` for `close`
   */
  timeout?: number | undefined;
}

/**
 * Logs in the background: what it accepts is sent until it is stored, through outages, and never
 * twice. {@link createLogQueue} makes one.
 */
export interface LogQueue {
  /**
   * Takes a copy of a log and returns at once: `true` if it will be sent, `false` if it is invalid,
   * there is no room for it, or the queue is closed. It never throws.
   *
   * @example
   * ```ts
   * queue.log({ promptId: 'prompt104', output: 'It began in Britain.', modelUsed: 'gpt-4o' }); // true
   * ```
   */
  log(input: CreateLogInput, options?: LogOptions): boolean;

  /**
   * Sends what has been accepted so far, what is under way included, and says what became of it.
   * It resolves by `timeout`, and never rejects.
   *
   * @example
   * ```ts
   * const report = await queue.flush({ timeout: 2_000 });
   * if (!report.ok) console.warn(report.pending, 'logs wait');
   * ```
   */
  flush(options?: FlushOptions): Promise<FlushReport>;

  /**
   * Takes no more logs, sends what was accepted, and lets go of everything by `timeout`; nothing is
   * sent after it. With a spool, what is left waits for the next process.
   *
   * @example
   * ```ts
   * await queue.close({ timeout: 5_000 });
   * ```
   */
  close(options?: FlushOptions): Promise<FlushReport>;

  /** The same as {@link LogQueue.close}, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;

  /**
   * How the queue stands at this moment.
   *
   * @example
   * ```ts
   * const { pending, sending, oldest } = queue.stats;
   * ```
   */
  readonly stats: QueueStats;
}
