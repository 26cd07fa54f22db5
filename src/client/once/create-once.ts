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
 * Creates a record effectively once: after a failure that leaves it open whether the record was
 * stored, it looks for the record before it sends it again.
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
      // What refuses to be sent at all, a redirect say, would refuse the look as well.
      const canLook = retriable || (error.status !== undefined && error.status < 300);
      if (maxRetries === 0 || !canLook || call.isAltered || client.changesTexts) throw error;
      // A server that is looked at too soon may store the first attempt after the look.
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
 * What a look means for a call: the record that is its own, or that there surely is none.
 *
 * @throws the error where neither is sure.
 */
async function settle<R extends Created>(
  { clock, ledger }: ClientState,
  call: CallState,
  { same, near, isPartial }: Found,
  doubt: PromptCrafterError,
): Promise<R | undefined> {
  // What was under way while the list was made may be in it, and its own call may yet get it.
  // What begins from here on is not in it.
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
