import { PromptCrafterValidationError } from '../core/errors.ts';
import type { CreateLogInput, Log } from '../core/schemas/log.ts';
import type { QueueLogger } from './complaints.ts';
import type { AttachableSpool, Spool } from './spool.ts';
import type { LogFailure } from './tally.ts';

/** Keeps a serverless function alive until a promise is settled: `ctx.waitUntil` and the like. */
export type WaitUntil = (promise: Promise<unknown>) => unknown;

/** What {@link createLogQueue} takes beside a client. All of it is optional. */
export interface LogQueueOptions {
  /**
   * Logs under way at a time, from 1 to 10 000.
   * @defaultValue `8`
   */
  concurrency?: number | undefined;
  /**
   * Logs that wait in memory.
   * @defaultValue `10_000`
   */
  maxItems?: number | undefined;
  /**
   * Bytes that wait in memory, about.
   * @defaultValue 64 MiB
   */
  maxBytes?: number | undefined;
  /**
   * What happens when there is no room: `'reject'` refuses the new log, `'drop-oldest'` lets go of
   * the oldest one. With a spool it is `'reject'`.
   * @defaultValue `'reject'`
   */
  whenFull?: 'reject' | 'drop-oldest' | undefined;
  /** Where accepted logs are kept until they are stored: `openSpool(folder)`. */
  spool?: Spool | undefined;
  /** Keeps a serverless function alive until what it logged is stored, 25 s at most. */
  waitUntil?: WaitUntil | undefined;
  /** Is called for each log that is stored. */
  onStored?: ((stored: { input: CreateLogInput; log: Log }) => unknown) | undefined;
  /** Is called for each log that fails, also for an input that is invalid. */
  onFailed?: ((failure: LogFailure) => unknown) | undefined;
  /** Is called for each log that finds no room, or loses its room. */
  onDropped?: ((dropped: { input: CreateLogInput }) => unknown) | undefined;
  /**
   * Is told of trouble: one line for each kind of it, and minute.
   * @defaultValue the client's
   */
  logger?: QueueLogger | undefined;
}

/** The options with the defaults filled in. */
export interface QueueSettings extends LogQueueOptions {
  readonly concurrency: number;
  readonly maxItems: number;
  readonly maxBytes: number;
  readonly whenFull: 'reject' | 'drop-oldest';
  readonly spool: AttachableSpool | undefined;
}

const highestConcurrency = 10_000;

/**
 * Fills in the defaults.
 *
 * @throws {@link PromptCrafterValidationError} when an option cannot be used.
 */
export function resolveQueueOptions(options: LogQueueOptions): QueueSettings {
  const settings: QueueSettings = {
    ...options,
    spool: options.spool as AttachableSpool | undefined,
    concurrency: options.concurrency ?? 8,
    maxItems: options.maxItems ?? 10_000,
    maxBytes: options.maxBytes ?? 64 * 1024 * 1024,
    whenFull: options.whenFull ?? 'reject',
  };
  requireInteger('concurrency', settings.concurrency, highestConcurrency);
  requireInteger('maxItems', settings.maxItems, Number.MAX_SAFE_INTEGER);
  requireInteger('maxBytes', settings.maxBytes, Number.MAX_SAFE_INTEGER);
  if (settings.whenFull !== 'reject' && settings.whenFull !== 'drop-oldest') {
    refuse('whenFull', "must be 'reject' or 'drop-oldest'");
  }
  if (settings.whenFull === 'drop-oldest' && settings.spool) {
    refuse('whenFull', "must be 'reject' with a spool, which loses nothing that it accepted");
  }
  if (settings.spool && typeof settings.spool.attach !== 'function') {
    refuse('spool', 'must come from openSpool');
  }
  for (const name of ['waitUntil', 'onStored', 'onFailed', 'onDropped'] as const) {
    const given = settings[name];
    if (given !== undefined && typeof given !== 'function') refuse(name, 'must be a function');
  }
  return settings;
}

function requireInteger(option: string, value: number, highest: number): void {
  if (Number.isInteger(value) && value >= 1 && value <= highest) return;
  const bound = highest === Number.MAX_SAFE_INTEGER ? 'from 1 on' : `from 1 to ${highest}`;
  refuse(option, `must be an integer ${bound}`);
}

function refuse(path: string, message: string): never {
  throw new PromptCrafterValidationError(
    `Failed to create a log queue: ${path} ${message}. Change the option.`,
    { issues: [{ path, message }] },
  );
}
