import { PromptCrafterError } from '../../core/errors.ts';
import { isSameRecord } from '../../core/is-same-record.ts';
import type { ApiCall, OnceSettings, Schema } from '../transport/api-call.ts';
import type { Attempted } from '../transport/attempt.ts';
import type { Carrier } from '../transport/carrier.ts';
import { Interrupted } from '../transport/deadline.ts';
import { settlingTime } from '../transport/retry-policy.ts';
import type { Run } from '../transport/run.ts';
import type { Created, CreateSteps, Look, Sent } from './create-once.ts';

/** How a call to the API does what the ledger decides. */
export function createSteps<R extends Created>(
  carrier: Carrier,
  run: Run,
  call: ApiCall<R>,
  once: OnceSettings,
): CreateSteps<R, PromptCrafterError> {
  const { maxRetries } = run.settings;
  const toSent = (result: Attempted<R>): Sent<R, PromptCrafterError> => {
    if ('value' in result) {
      const record = result.value;
      carrier.clock.observeRecord(record.createdAt, run.sentAt, performance.now());
      return { record };
    }
    const { error, retriable } = result;
    const again = retriable && run.retries < maxRetries;
    // What refuses to be sent at all, a redirect say, would refuse the look as well.
    const canLook = retriable || (error.status !== undefined && error.status < 300);
    return { error, doubtful: run.doubtful && canLook, again };
  };
  return {
    send: () => carrier.send<R>(run).then(toSent),
    // A server that is looked at too soon may store the first attempt after the look.
    pause: (error) => carrier.pause(run, error, run.doubtful ? settlingTime : 0),
    wait: (other) => run.deadline.wait(() => other),
    ...(maxRetries > 0 && { look: (error) => look(carrier, run, call, once, error) }),
  };
}

/** Lists are long: only what is the same is looked at closely. */
const list: Schema<readonly unknown[]> = {
  safeParse: (value) =>
    Array.isArray(value)
      ? { success: true, data: value }
      : { success: false, error: { issues: [{ path: [], message: 'must be an array' }] } },
};

async function look<R extends Created>(
  carrier: Carrier,
  run: Run,
  { action, output }: ApiCall<R>,
  once: OnceSettings,
  doubt: PromptCrafterError,
): Promise<Look<R>> {
  const { sent } = run;
  const call: ApiCall<readonly unknown[]> = {
    action,
    method: 'GET',
    path: once.list(sent),
    changes: false,
    output: list,
  };
  // It is tried for as long as there is time: without it nothing can be decided.
  const branch = run.branch(call, { ...run.settings, maxRetries: Number.POSITIVE_INFINITY });
  let stored: readonly unknown[] = [];
  try {
    stored = await carrier.request<readonly unknown[]>(branch);
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    // The API has no empty list for a prompt without logs: it answers 404.
    if (!(error instanceof PromptCrafterError && error.status === 404)) throw doubt;
  }
  const records = stored
    .filter((record) => isSameRecord(sent, Object(record), once.fields))
    .map((record) => output?.safeParse(record))
    .flatMap((checked) => (checked?.success ? [checked.data] : []));
  return { records, earliest: carrier.clock.resolveEarliest(run.startedAt) };
}
