import type { ErrorIssue } from '../../core/errors.ts';
import type { Schema } from '../transport/api-call.ts';
import type { Carrier } from '../transport/carrier.ts';
import { Interrupted } from '../transport/deadline.ts';
import type { Run } from '../transport/run.ts';
import {
  toCause,
  toConnectionError,
  toIssues,
  toResponseError,
  toTimeoutError,
} from '../transport/to-error.ts';
import { ArraySplitter } from './split-array.ts';

/** What a streamed call delivers once its answer begins. */
interface StreamedAnswer {
  readonly status: number;
  readonly stream: ReadableStream<Uint8Array>;
}

/** Longer than any record, shorter than any memory. */
const longestRecord = 64 * 1024 * 1024;

/**
 * Delivers the records of a list one by one, as they arrive and checked, and holds no more of the
 * list than what came last. The deadline counts the time spent waiting for the API, not what the
 * caller spends on a record; `attemptTimeout` bounds each wait.
 */
export async function* streamRecords<T>(
  carrier: Carrier,
  run: Run,
  record: Schema<T>,
): AsyncGenerator<T, void, undefined> {
  const answer = await carrier.request<StreamedAnswer>(run);
  const reader = answer.stream.getReader();
  const decoder = new TextDecoder();
  const splitter = new ArraySplitter();
  let index = 0;
  const refuse = (issues: readonly ErrorIssue[]) =>
    toResponseError(run.call.action, answer.status, undefined, issues, run.details);

  function parse(text: string): T {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      throw refuse([{ path: `[${index}]`, message: 'is not JSON' }]);
    }
    const checked = record.safeParse(value);
    if (checked.success) return checked.data;
    const issues = checked.error.issues.map(({ path, message }) => ({
      path: [index, ...path],
      message,
    }));
    throw refuse(toIssues(issues));
  }

  try {
    for (;;) {
      const { done, value } = await read(run, reader);
      const text = done ? decoder.decode() : decoder.decode(value, { stream: true });
      run.deadline.pause();
      try {
        for (const element of splitter.push(text)) {
          yield parse(element);
          if (run.deadline.isAborted) break;
          index += 1;
        }
      } catch (error) {
        throw error instanceof SyntaxError ? refuse([{ path: '', message: 'is no array' }]) : error;
      }
      run.deadline.resume();
      if (splitter.pending > longestRecord) {
        throw refuse([{ path: `[${index}]`, message: 'is larger than 64 MiB' }]);
      }
      if (!done) continue;
      if (splitter.isComplete) return;
      throw toConnectionError(run.call.action, 'the answer broke off', undefined, run.details);
    }
  } finally {
    // Closes the connection where the caller has had enough.
    reader.cancel().catch(() => undefined);
  }
}

async function read(run: Run, reader: ReadableStreamDefaultReader<Uint8Array>) {
  const { call, deadline, settings } = run;
  try {
    return await deadline.attempt(settings.attemptTimeout, () => reader.read());
  } catch (error) {
    if (error instanceof Interrupted) {
      if (error.by !== 'attempt') throw error;
      throw toTimeoutError(call.action, settings.attemptTimeout, undefined, run.details);
    }
    const cause = toCause(error, run.secrets);
    throw toConnectionError(call.action, 'the answer broke off', cause, run.details);
  }
}
