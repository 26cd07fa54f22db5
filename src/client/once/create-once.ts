import type { PromptCrafterError } from '../../core/errors.ts';
import { isSameRecord } from '../../core/is-same-record.ts';
import { operations, type Repeat } from '../../core/operations.ts';
import type { Schema } from '../../core/schemas/schema.ts';
import { attempt } from '../transport/attempt.ts';
import { sendAuthorized } from '../transport/authorize.ts';
import type { CallState } from '../transport/call-state.ts';
import type { ClientState } from '../transport/client-state.ts';
import { toTarget } from '../transport/path.ts';
import { pauseBeforeRetry, refundRetries, spendOnRetry } from '../transport/retry.ts';
import { resolveBackoff } from '../transport/retry-policy.ts';
import type { Created } from './ledger.ts';
import type { Found } from './look.ts';

/** Milliseconds in which a server may still store what it has not answered. */
const settlingTime = 250;

type LookRepeat = Extract<Repeat, { kind: 'look' }>;

/**
 * Creates a record effectively once: after a failure in which the record may have been stored, it
 * looks for the record before it sends it again.
 */
export async function createOnce<R extends Created>(
  client: ClientState,
  call: CallState,
  repeat: LookRepeat,
): Promise<R> {
  const { ledger, clock } = client;
  const { maxRetries } = call.settings;
  const list = toTarget(operations[repeat.list], call.sent.promptId);
  const entry = ledger.begin(call.body ?? '');
  try {
    for (;;) {
      ledger.beginAttempt(entry);
      const result = await sendAuthorized<R>(client, call, attempt);
      if ('value' in result) {
        const { value: record, raw } = result;
        clock.observeRecord(record.createdAt, call.sentAt, performance.now());
        ledger.claim(record, list.path);
        client.changesTexts ||= !isSameRecord(call.sent, Object(raw), repeat.fields);
        refundRetries(client, call);
        return record;
      }
      ledger.endAttempt(entry);
      const { error, retriable } = result;
      const maySendAgain = retriable && call.retries < maxRetries;
      if (!call.isDoubtful) {
        if (!maySendAgain) throw error;
        await pauseBeforeRetry(client, call, error);
        continue;
      }
      // If the address does not lead to the API, because it redirects for instance, a look cannot help.
      const canLook = retriable || (error.status !== undefined && error.status < 300);
      if (maxRetries === 0 || !canLook || call.isAltered || client.changesTexts) throw error;
      // If the client looks too soon, the server may store the first attempt after the look.
      const delay = Math.max(
        settlingTime,
        error.retryAfter ?? resolveBackoff(call.retries + 1, Math.random),
      );
      spendOnRetry(client, call, error, delay);
      const found = await client.looks.look(client, call, { list, repeat, delay, doubt: error });
      const adopted = await settle<R>(client, call, found, error);
      if (adopted) {
        refundRetries(client, call);
        return adopted;
      }
      if (!maySendAgain) throw error;
    }
  } finally {
    ledger.end(entry);
  }
}

/**
 * Decides what a look means for a call: returns the record to adopt, or `undefined` if the record is
 * surely not stored.
 *
 * @throws the error if neither is sure.
 */
async function settle<R extends Created>(
  { clock, ledger }: ClientState,
  call: CallState,
  { same, near, isPartial }: Found,
  doubt: PromptCrafterError,
): Promise<R | undefined> {
  // The list may hold the record of an identical create that is under way, and which belongs to that
  // call: wait for those attempts to end. An attempt that begins later is not in the list.
  for (const ended of ledger.listAttempts(call.body ?? '')) await call.deadline.wait(ended);
  const isOurs = (record: Created) => clock.judge(record.createdAt, call.startedAt);
  const free = same.filter((record) => ledger.isFree(record) && isOurs(record) !== 'old');
  const isSure = free.every((record) => isOurs(record) === 'new' && !ledger.mayBeForgotten(record));
  const hasNear = near.some((record) => ledger.isFree(record) && isOurs(record) !== 'old');
  if (!isSure || (free.length === 0 && (isPartial || hasNear))) throw doubt;
  // The oldest first: the younger ones may be all that a younger call can adopt.
  const [record] = free.sort((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt));
  if (!record) return undefined;
  const checked = (call.operation.output as Schema<R>).safeParse(record);
  if (!checked.success) throw doubt;
  ledger.claim(record);
  return checked.data;
}
