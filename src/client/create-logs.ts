import { type Outcome, PromptCrafterError } from '../core/errors.ts';
import type { CreateLogInput, Log } from '../core/schemas/log.ts';
import type { RequestOptions } from './options.ts';
import { toCause } from './transport/fetch-failure.ts';
import { toValidationError } from './transport/to-error.ts';

/** How far {@link PromptCrafterClient.createLogs} has come; each item is reported once. */
export interface CreateLogsProgress {
  /** The place of the item among the inputs, from 0 on. */
  readonly index: number;
  /** The log that was created, unless it failed. */
  readonly log?: Log;
  /** What it failed with. */
  readonly error?: PromptCrafterError;
  /** How many items have been created so far. */
  readonly created: number;
  /** How many have failed so far. */
  readonly failed: number;
}

/** What {@link PromptCrafterClient.createLogs} takes beside the inputs; times are for each item. */
export interface CreateLogsOptions extends RequestOptions {
  /**
   * How many logs are under way at a time, from 1 to 10 000.
   * @defaultValue `8`
   */
  concurrency?: number | undefined;
  /**
   * Whether no more inputs are asked for after a failure. Those that were asked for by then are sent.
   * @defaultValue `false`
   */
  stopOnError?: boolean | undefined;
  /** Is called for each item when it is done. What it throws ends the run. */
  onProgress?: ((progress: CreateLogsProgress) => void) | undefined;
}

/** An item that was not created, for sure or perhaps; its input can be sent again. */
export interface CreateLogsFailure {
  /** Its place among the inputs, from 0 on. */
  readonly index: number;
  /** What was to be logged. */
  readonly input: CreateLogInput;
  /** What it failed with. */
  readonly error: PromptCrafterError;
  /** `'not-applied'`: it is surely not stored. `'unknown'`: look before you send it again. */
  readonly outcome: Outcome;
}

/** What {@link PromptCrafterClient.createLogs} delivers. */
export interface CreateLogsResult {
  /** The id of each log in the order of the inputs, `undefined` for those that failed. */
  readonly ids: (string | undefined)[];
  /** What failed, in the order of the inputs. */
  readonly failures: CreateLogsFailure[];
}

const defaultConcurrency = 8;
const highestConcurrency = 10_000;

/** Creates logs, a bounded number at a time; an input is asked for only when it can be sent. */
export async function createLogs(
  createLog: (input: CreateLogInput) => Promise<Log>,
  inputs: Iterable<CreateLogInput> | AsyncIterable<CreateLogInput>,
  options: CreateLogsOptions,
): Promise<CreateLogsResult> {
  const { concurrency = defaultConcurrency, stopOnError = false, onProgress, signal } = options;
  if (!(Number.isInteger(concurrency) && concurrency > 0 && concurrency <= highestConcurrency)) {
    refuse('concurrency', `must be an integer from 1 to ${highestConcurrency}`);
  }
  const source = new InputSource(inputs);
  const ids: (string | undefined)[] = [];
  const failures: CreateLogsFailure[] = [];
  let created = 0;

  async function createOne(index: number, input: CreateLogInput): Promise<void> {
    let result: { log: Log } | { error: PromptCrafterError };
    try {
      result = { log: await createLog(input) };
      ids[index] = result.log._id;
      created += 1;
    } catch (error) {
      // The caller's own reason, where the signal is aborted.
      if (!(error instanceof PromptCrafterError)) throw error;
      failures.push({ index, input, error, outcome: error.outcome });
      if (stopOnError) source.stop();
      result = { error };
    }
    report({ index, ...result, created, failed: failures.length });
  }

  function report(progress: CreateLogsProgress): void {
    try {
      onProgress?.(progress);
    } catch (error) {
      throw toRunError('onProgress threw an error', error);
    }
  }

  async function work(): Promise<void> {
    try {
      for (;;) {
        const next = await source.take();
        if (next.done) return;
        // Also where the run has been stopped since it was asked for, or nobody would know of it.
        await createOne(ids.push(undefined) - 1, next.value);
      }
    } catch (error) {
      source.stop();
      throw error;
    }
  }

  const workers = Promise.allSettled(Array.from({ length: concurrency }, work));
  try {
    for (const outcome of await endsWith(signal, workers)) {
      if (outcome.status === 'rejected') throw outcome.reason;
    }
  } finally {
    source.close();
  }
  return { ids, failures: failures.sort((a, b) => a.index - b.index) };
}

const noMore = { done: true, value: undefined } as const;

/** Inputs one after the other, also from an iterator that cannot be asked twice at a time. */
class InputSource<T> {
  readonly #iterator: Iterator<T> | AsyncIterator<T>;
  #state: 'open' | 'stopped' | 'ended' = 'open';
  #last: Promise<unknown> = Promise.resolve();

  constructor(inputs: Iterable<T> | AsyncIterable<T>) {
    this.#iterator = toIterator(inputs);
  }

  /** Takes the next one. */
  take(): Promise<IteratorResult<T, unknown>> {
    const next = this.#last.then(() => this.#ask());
    this.#last = next.catch(() => undefined);
    return next;
  }

  /** From here on there are none; one that was asked for may still come. */
  stop(): void {
    if (this.#state === 'open') this.#state = 'stopped';
  }

  /** Lets go of an iterator that has not ended, as a loop does; if it fails, that is nobody's. */
  close(): void {
    this.stop();
    if (this.#state === 'ended') return;
    const close = async () => this.#iterator.return?.();
    close().catch(() => undefined);
  }

  async #ask(): Promise<IteratorResult<T, unknown>> {
    if (this.#state !== 'open') return noMore;
    try {
      const next = await this.#iterator.next();
      if (next.done) this.#state = 'ended';
      return next;
    } catch (error) {
      this.#state = 'ended';
      throw toRunError('the inputs failed to come', error);
    }
  }
}

function toIterator<T>(inputs: Iterable<T> | AsyncIterable<T>): Iterator<T> | AsyncIterator<T> {
  const source: object = Object(inputs);
  if (Symbol.asyncIterator in source) return (source as AsyncIterable<T>)[Symbol.asyncIterator]();
  if (Symbol.iterator in source) return (source as Iterable<T>)[Symbol.iterator]();
  return refuse('inputs', 'must be iterable');
}

/** What a run delivers, or the signal's reason as soon as it is aborted. */
async function endsWith<T>(signal: AbortSignal | undefined, run: Promise<T>): Promise<T> {
  if (!signal) return run;
  let onAbort = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort);
  });
  try {
    return await Promise.race([run, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function refuse(option: string, reason: string): never {
  throw toValidationError('create logs', [{ path: option, message: reason }]);
}

/** Some of the logs are created by now: what is known of them was reported. */
function toRunError(reason: string, thrown: unknown): PromptCrafterError {
  return new PromptCrafterError(`Failed to create logs: ${reason}. See the cause.`, {
    outcome: 'unknown',
    cause: toCause(thrown, []),
  });
}
