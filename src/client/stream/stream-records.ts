import type { ErrorIssue } from '../../core/errors.ts';
import type { Schema } from '../../core/schemas/schema.ts';
import type { FetchResponse } from '../fetch-function.ts';
import { attemptReading } from '../transport/attempt.ts';
import { sendAuthorized } from '../transport/authorize.ts';
import type { CallState } from '../transport/call-state.ts';
import type { ClientState } from '../transport/client-state.ts';
import { Interrupted } from '../transport/deadline.ts';
import { toCause } from '../transport/fetch-failure.ts';
import { sendUntilAnswered } from '../transport/retry.ts';
import {
  toConnectionError,
  toIssues,
  toResponseError,
  toTimeoutError,
} from '../transport/to-error.ts';
import { toChunks } from './chunks.ts';
import { ArraySplitter } from './split-array.ts';

/** Longer than any record, shorter than any memory. */
const longestRecord = 64 * 1024 * 1024;

/** Looks at an answer once all of its records are read; may throw. */
export type OnEnd = (response: FetchResponse, count: number) => void;

/**
 * Delivers the records of a list one by one, checked, as they arrive, and holds only the last piece of
 * the list. The deadline counts waiting for the API and reading, not the time that the caller spends
 * on a record. `attemptTimeout` bounds each wait.
 */
export async function* streamRecords<T>(
  client: ClientState,
  call: CallState,
  onEnd?: OnEnd,
): AsyncGenerator<T, void, undefined> {
  const { deadline } = call;
  const { response, controller } = await sendUntilAnswered(client, call, () =>
    sendAuthorized(client, call, openStream),
  );
  const chunks = toChunks(response, controller.signal);
  const splitter = new ArraySplitter();
  let index = 0;
  try {
    for (;;) {
      const { done, value: text = '' } = await read(call, chunks);
      for (const element of split(splitter, text, call, response)) {
        const record = parse<T>(element, index, call, response);
        deadline.pause();
        yield record;
        deadline.resume();
        deadline.check();
        index += 1;
      }
      deadline.check();
      if (splitter.pending > longestRecord) {
        throw refuse(call, response, [{ path: `[${index}]`, message: 'is larger than 64 MiB' }]);
      }
      if (!done) continue;
      if (splitter.isComplete) return onEnd?.(response, index);
      const { action } = call.operation;
      throw toConnectionError(action, 'the answer broke off', undefined, call.toDetails(true));
    }
  } finally {
    // Closes the connection, also where the caller has had enough or a piece does not come.
    controller.abort();
    chunks.return().catch(() => undefined);
  }
}

const openStream = (
  client: ClientState,
  call: CallState,
  exchange: Parameters<typeof attemptReading>[2],
) =>
  attemptReading(client, call, exchange, async (response, controller) => ({
    response,
    controller,
  }));

async function read(call: CallState, chunks: AsyncGenerator<string, void>) {
  const { operation, deadline, settings } = call;
  deadline.check();
  try {
    return await deadline.wait(chunks.next(), settings.attemptTimeout);
  } catch (error) {
    const details = call.toDetails(true);
    if (error instanceof Interrupted) {
      if (error.by !== 'attempt') throw error;
      throw toTimeoutError(operation.action, settings.attemptTimeout, undefined, details);
    }
    const cause = toCause(error, call.secrets);
    throw toConnectionError(operation.action, 'the answer broke off', cause, details);
  }
}

function* split(
  splitter: ArraySplitter,
  text: string,
  call: CallState,
  response: FetchResponse,
): Generator<string, void, undefined> {
  try {
    yield* splitter.push(text);
  } catch {
    throw refuse(call, response, [{ path: '', message: 'is no array' }]);
  }
}

function parse<T>(text: string, index: number, call: CallState, response: FetchResponse): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refuse(call, response, [{ path: `[${index}]`, message: 'is not JSON' }]);
  }
  const checked = (call.operation.record as Schema<T>).safeParse(value);
  if (checked.success) return checked.data;
  const issues = checked.error.issues.map(({ path, message }) => ({
    path: [index, ...path],
    message,
  }));
  throw refuse(call, response, toIssues(issues));
}

const refuse = (call: CallState, { status }: FetchResponse, issues: readonly ErrorIssue[]) =>
  toResponseError(call.operation.action, status, undefined, issues, call.toDetails(false));
