/**
 * A queue that logs in the background.
 *
 * @module promptcrafter-client/queue
 */
export type { ClientConnection } from '../core/connection.ts';
export type { QueueEvent, QueueLogger } from './complaints.ts';
export { createLogQueue } from './create-log-queue.ts';
export type { QueueClient } from './delivery.ts';
export type { FlushReport } from './flush.ts';
export type { FlushOptions, LogOptions, LogQueue } from './log-queue.ts';
export type { LogQueueOptions, WaitUntil } from './options.ts';
export type { Spool } from './spool.ts';
export type { LogFailure, QueueStats } from './tally.ts';
