import { getAbortReason } from '../core/abort-reason.ts';
import { PromptCrafterError } from '../core/errors.ts';
import type { CreateLogInput, Log } from '../core/schemas/log.ts';
import type {
  CreateLogsFailure,
  CreateLogsInput,
  CreateLogsOptions,
  CreateLogsProgress,
  CreateLogsResult,
  CreateLogsSource,
} from './create-logs-options.ts';
import { InputSource, isIterable } from './input-source.ts';
import { toCause } from './transport/fetch-failure.ts';
import { toValidationError } from './transport/to-error.ts';

const defaultConcurrency = 8;
const highestConcurrency = 10_000;

/** In ms, how long inputs that are refused at once may block the event loop. */
const longestSlice = 10;

/** Creates logs, a bounded number at a time; an input is asked for only when it can be sent. */
export async function createLogs<I extends CreateLogsInput>(
  createLog: (input: CreateLogInput) => Promise<Log>,
  inputs: CreateLogsSource<I>,
  options: CreateLogsOptions,
): Promise<CreateLogsResult<I>> {
  const { concurrency = defaultConcurrency, stopOnError = false, onProgress, signal } = options;
  if (!(Number.isInteger(concurrency) && concurrency > 0 && concurrency <= highestConcurrency)) {
    refuse('concurrency', `must be an integer from 1 to ${highestConcurrency}`);
  }
  if (!isIterable(inputs)) refuse('inputs', 'must be iterable');
  const source = new InputSource<I>(inputs);
  const ids: (string | undefined)[] = [];
  const failures: CreateLogsFailure<I>[] = [];
  let created = 0;
  let sliceEnd = performance.now() + longestSlice;
  let runError: PromptCrafterError | undefined;

  function endRun(reason: string, thrown: unknown): void {
    source.stop();
    runError ??= toRunError(reason, thrown);
  }

  async function createOne(index: number, given: I): Promise<void> {
    let input: CreateLogsFailure<I>['input'] = given as CreateLogsFailure<I>['input'];
    let result: { log: Log } | { error: PromptCrafterError };
    try {
      const asked: CreateLogInput =
        typeof given === 'function' ? await askForInput(given) : (given as CreateLogInput);
      input = asked;
      result = { log: await createLog(asked) };
      ids[index] = result.log._id;
      created += 1;
    } catch (error) {
      // An abort ends the run with the signal's own reason.
      if (!(error instanceof PromptCrafterError)) throw error;
      failures.push({ index, input, error, outcome: error.outcome });
      if (stopOnError) source.stop();
      result = { error };
    }
    await report({ index, ...result, created, failed: failures.length });
  }

  async function report(progress: CreateLogsProgress): Promise<void> {
    try {
      await onProgress?.(progress);
    } catch (error) {
      endRun('onProgress failed', error);
    }
  }

  async function takeInput(): Promise<{ readonly given: I } | undefined> {
    try {
      const next = await source.take();
      return next.done ? undefined : { given: next.value as I };
    } catch (error) {
      endRun('the inputs failed to come', error);
      return undefined;
    }
  }

  async function work(): Promise<void> {
    try {
      for (;;) {
        const next = await takeInput();
        if (!next) return;
        // Also if the run was stopped meanwhile: an input that was taken must be in the result.
        await createOne(ids.push(undefined) - 1, next.given);
        if (performance.now() >= sliceEnd) await letOthersRun();
      }
    } catch (error) {
      source.stop();
      throw error;
    }
  }

  async function letOthersRun(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve));
    sliceEnd = performance.now() + longestSlice;
  }

  const workers = Promise.allSettled(Array.from({ length: concurrency }, work));
  try {
    for (const outcome of await endsWith(signal, workers)) {
      if (outcome.status === 'rejected') throw outcome.reason;
    }
  } finally {
    source.close();
  }
  return {
    ok: failures.length === 0 && runError === undefined,
    ids,
    failures: failures.sort((a, b) => a.index - b.index),
    ...(runError && { error: runError }),
  };
}

/** A function that fails to give its input has sent nothing. */
async function askForInput(
  ask: () => CreateLogInput | Promise<CreateLogInput>,
): Promise<CreateLogInput> {
  try {
    return await ask();
  } catch (thrown) {
    throw new PromptCrafterError(
      'Failed to create log: the function that gives it failed. See the cause.',
      { outcome: 'not-applied', cause: toCause(thrown, []) },
    );
  }
}

/** Waits for a run, and rejects with the signal's reason as soon as it is aborted. */
async function endsWith<T>(signal: AbortSignal | undefined, run: Promise<T>): Promise<T> {
  if (!signal) return run;
  let onAbort = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(getAbortReason(signal));
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

/** Some logs may be created by now; the result lists them. */
function toRunError(reason: string, thrown: unknown): PromptCrafterError {
  return new PromptCrafterError(
    `Failed to create logs: ${reason}. See the cause; ids and failures say what was created.`,
    { outcome: 'unknown', cause: toCause(thrown, []) },
  );
}
