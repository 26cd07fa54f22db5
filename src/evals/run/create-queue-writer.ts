import type { EvalsQueue } from './evaluate-options.ts';
import type { LogWriter } from './log-writer.ts';

/** A queue delivers in its own time; this is how long a run waits for it at the end. */
const flushTimeout = 10_000;

const refusal = { name: 'Error', message: 'The queue did not take it.' };

/** Hands logs to a queue. */
export function createQueueWriter(queue: EvalsQueue): LogWriter {
  return {
    async write(input) {
      return accept(queue, input) ? { kind: 'queued' } : { kind: 'unlogged', error: refusal };
    },
    finish: () => flushQueue(queue),
  };
}

/** Has a queue send what it holds. Delivers how many logs are still, or for good, not stored. */
export async function flushQueue(queue: EvalsQueue): Promise<number> {
  if (!queue.flush) return 0;
  const { failed, dropped, pending } = await queue.flush({ timeout: flushTimeout });
  return failed.length + dropped + pending;
}

/** A queue that throws has not taken the log. */
function accept(queue: EvalsQueue, input: Parameters<EvalsQueue['log']>[0]): boolean {
  try {
    return queue.log(input);
  } catch {
    return false;
  }
}
