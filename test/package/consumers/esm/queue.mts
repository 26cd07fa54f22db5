import { PromptCrafterClient, type PromptCrafterError } from 'promptcrafter-client';
import { createLogQueue, type FlushReport, type LogQueue } from 'promptcrafter-client/queue';
import { openSpool, type Spool } from 'promptcrafter-client/queue/spool';

const spool: Spool = openSpool('.promptcrafter', { fsync: 'always', account: 'ada' });
const queue: LogQueue = createLogQueue(new PromptCrafterClient(), {
  spool,
  onStored: ({ input, log }) => console.log(input.promptId, log._id),
  onFailed: async ({ error }) => console.error(error.message),
  logger: console,
});
const isAccepted: boolean = queue.log({ promptId: 'prompt104', output: 'a', modelUsed: 'gpt-4o' });
const report: FlushReport = await queue.flush({ timeout: 1_000 });
// The errors of a report are those of the client's own entry.
const errors: PromptCrafterError[] = report.failed.map(({ error }) => error);
console.log(isAccepted, errors, queue.stats.oldest);
await queue.close();

/** A stand-in for a test needs nothing of the real queue. */
export const fake: LogQueue = {
  log: () => true,
  flush: async () => report,
  close: async () => report,
  stats: queue.stats,
  [Symbol.asyncDispose]: async () => undefined,
};

// @ts-expect-error a log must say which model it is of
queue.log({ promptId: 'prompt104', output: 'a' });
// @ts-expect-error there is no such mode
openSpool('.promptcrafter', { fsync: 'sometimes' });
