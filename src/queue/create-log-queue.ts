import { ClientLogQueue } from './client-log-queue.ts';
import type { QueueClient } from './delivery.ts';
import type { LogQueue } from './log-queue.ts';
import type { LogQueueOptions } from './options.ts';

/**
 * Makes a queue that logs in the background. It holds no process open while it is idle, and starts
 * nothing before the first log.
 *
 * @throws `PromptCrafterValidationError` when an option cannot be used.
 * @example
 * ```ts
 * import PromptCrafterClient from 'promptcrafter-client';
 * import { createLogQueue } from 'promptcrafter-client/queue';
 *
 * const queue = createLogQueue(new PromptCrafterClient());
 * queue.log({ promptId: 'prompt104', output: 'It began in Britain.', modelUsed: 'gpt-4o' });
 * await queue.close();
 * ```
 */
export function createLogQueue(client: QueueClient, options: LogQueueOptions = {}): LogQueue {
  return new ClientLogQueue(client, options);
}
