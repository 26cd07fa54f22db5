import type { Log, LogBody } from '../core/schemas/log.ts';
import { toContentKey } from './content-key.ts';

/** Whether the API stored what it was sent; it is asked for each log, and nearly always yes. */
export function isAsSent(body: LogBody, log: Log): boolean {
  const isSame =
    log.output === body.output &&
    log.promptId === body.promptId &&
    log.modelUsed === body.modelUsed &&
    log.score === body.score &&
    (log.meta !== undefined || log.notes === body.notes);
  if (isSame) return true;
  // Lone surrogates are stored as another character.
  const { notes, ...fields } = log;
  const sent = { ...body, notes: log.meta === undefined ? body.notes : notes };
  return toContentKey({ ...fields, notes }) === toContentKey(sent);
}
