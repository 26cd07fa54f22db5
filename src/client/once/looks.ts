import type { PromptCrafterError } from '../../core/errors.ts';
import { isNoLogs } from '../../core/is-no-logs.ts';
import { longestTimer } from '../../core/longest-timer.ts';
import { operations, type Repeat } from '../../core/operations.ts';
import { attemptReading } from '../transport/attempt.ts';
import { sendAuthorized } from '../transport/authorize.ts';
import { CallState } from '../transport/call-state.ts';
import type { ClientState } from '../transport/client-state.ts';
import type { Target } from '../transport/path.ts';
import { sendUntilAnswered } from '../transport/retry.ts';
import type { Exchange } from '../transport/send-once.ts';
import { type Found, readLook, type Wanted } from './look.ts';

/** What a create asks of a look. */
export interface Question {
  /** The list in which the record would be. */
  readonly list: Target;
  readonly repeat: Extract<Repeat, { kind: 'look' }>;
  /** Milliseconds until the list may be asked for. */
  readonly delay: number;
  /** What the call rejects with if the list cannot be had. */
  readonly doubt: PromptCrafterError;
}

/** Calls that wait for the same list. */
interface Batch {
  readonly list: Target;
  readonly repeat: Question['repeat'];
  readonly settings: CallState['settings'];
  readonly askers: { readonly call: CallState; hasLeft: boolean }[];
  readonly controller: AbortController;
  /** When the list is asked for, unless a call joins that needs more time. */
  dueAt: number;
  readonly latestAt: number;
  attempts: number;
  found: Promise<Found[]>;
}

/** In ms, how much longer the first call waits so that others can join it. */
const longestJoin = 500;

/** Looks of one list that are wanted at the same time share one request. */
export class Looks {
  readonly #waiting = new Set<Batch>();

  /**
   * Looks for what a call has sent.
   *
   * @throws the doubt where the list cannot be had.
   */
  async look(client: ClientState, call: CallState, question: Question): Promise<Found> {
    const batch = this.#join(client, call, question);
    const asker = { call, hasLeft: false };
    const index = batch.askers.push(asker) - 1;
    try {
      const found = (await call.deadline.wait(batch.found))[index];
      if (found) return found;
    } catch (error) {
      if (error instanceof LookFailure) throw question.doubt;
      throw error;
    } finally {
      call.attempts += batch.attempts;
      asker.hasLeft = true;
      // Stop reading a list that no call waits for any more.
      if (batch.askers.every(({ hasLeft }) => hasLeft)) batch.controller.abort();
    }
    throw question.doubt;
  }

  /** The batch that is still waiting, if the call can wait with it; else a new one. */
  #join(client: ClientState, { settings }: CallState, { list, repeat, delay }: Question): Batch {
    const dueAt = performance.now() + delay;
    for (const batch of mayShare() ? this.#waiting : []) {
      const isAlike =
        batch.list.path === list.path &&
        batch.settings.headers === settings.headers &&
        batch.settings.hooks === settings.hooks;
      if (!isAlike || dueAt - delay + Math.min(delay, longestJoin) > batch.latestAt) continue;
      batch.dueAt = Math.min(batch.latestAt, Math.max(batch.dueAt, dueAt));
      return batch;
    }
    const batch: Batch = {
      list,
      repeat,
      settings,
      askers: [],
      controller: new AbortController(),
      dueAt,
      latestAt: dueAt + longestJoin,
      attempts: 0,
      found: Promise.resolve([]),
    };
    this.#waiting.add(batch);
    batch.found = this.#run(client, batch);
    // Without this, a failure after the last call has left would be an unhandled rejection.
    batch.found.catch(() => undefined);
    return batch;
  }

  async #run(client: ClientState, batch: Batch): Promise<Found[]> {
    for (;;) {
      const wait = batch.dueAt - performance.now();
      if (wait <= 0) break;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
    this.#waiting.delete(batch);
    return ask(client, batch);
  }
}

/** In workerd one request must not await a promise of another. */
const mayShare = () => globalThis.navigator?.userAgent !== 'Cloudflare-Workers';

/** A list could not be had. */
class LookFailure {}

async function ask(client: ClientState, batch: Batch): Promise<Found[]> {
  const { list, repeat, settings, askers, controller } = batch;
  const remaining = Math.max(...askers.map(({ call }) => call.deadline.remaining));
  const call = new CallState(operations[repeat.list], list, {
    ...settings,
    signal: controller.signal,
    // The deadlines of those who wait come first: each says by itself that its time is up.
    timeout: Math.min(Math.max(remaining, 0) + 1_000, longestTimer),
  });
  // Those who share a look count it after their own requests: it bears the number of the first.
  call.attempts = askers[0]?.call.attempts ?? 0;
  const before = call.attempts;
  const wanted = askers.map(
    ({ call: { sent, startedAt } }): Wanted => ({
      sent,
      fields: repeat.fields,
      mayBeOurs: (createdAt) => client.clock.judge(createdAt, startedAt) !== 'old',
    }),
  );
  const received = client.ledger.listReceived(list.path);
  const attempt = (state: ClientState, lookCall: CallState, exchange: Exchange) =>
    attemptReading(state, lookCall, exchange, (response, { signal }) =>
      readLook(response, wanted, received, signal),
    );
  try {
    return await sendUntilAnswered(client, call, () => sendAuthorized(client, call, attempt));
  } catch (error) {
    if (isNoLogs(error))
      return wanted.map(() => ({ same: [], near: [], isPartial: received.size > 0 }));
    throw new LookFailure();
  } finally {
    batch.attempts = call.attempts - before;
  }
}
