import type { Log } from '../../core/schemas/log.ts';
import { readMeta } from './read-meta.ts';

/** When a log was created; a scored copy says when the log was that it is of. */
export function toCreatedAt(log: Log): string {
  const { of, at } = readMeta(log);
  return typeof of === 'string' && typeof at === 'string' ? at : log.createdAt;
}
