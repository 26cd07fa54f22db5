import type { ClientConnection } from '../core/connection.ts';
import { type Log, receivedLogSchema } from '../core/schemas/log.ts';
import { toContentKey } from './content-key.ts';
import { judgeLookFailure } from './judge-failure.ts';
import type { Candidate } from './match-records.ts';

/** As many records that hold something else as are looked at closely. */
const mostOthers = 100;

/** A stored log that holds what some doubtful log holds. */
export interface FoundLog extends Candidate {
  readonly log: Log;
}

/** What a list of a prompt's logs told. */
export interface ListReading {
  /** By what they hold, in the order of the list. */
  readonly found: ReadonlyMap<string, readonly FoundLog[]>;
  /** Some that hold something else, and may be what a server made of a doubtful one. */
  readonly others: readonly Log[];
  /** Whether a log that is known to be stored was there, with the text that was sent. */
  readonly isFaithful: boolean;
  /** Why the list cannot be believed, if it cannot. */
  readonly distrust: string | undefined;
}

/** What to read a list for. */
export interface ListQuestion {
  readonly promptId: string;
  /** What the doubtful logs hold, as {@link toContentKey} writes it. */
  readonly keys: ReadonlySet<string>;
  /** The logs that are stored for sure, and what they hold where that is known. */
  readonly stored: ReadonlyMap<string, string | undefined>;
  /** How `stored` writes what a log holds. */
  toKey(contentKey: string): string;
  /**
   * The earliest time that matters, in ms of the server's clock. It is asked once the list has
   * begun, whose own headers may tell the server's time.
   */
  resolveEarliest(): number;
  readonly signal: AbortSignal;
}

/**
 * Reads the logs of a prompt for those that a doubtful one may be, and holds no others.
 *
 * @throws what the list was refused with.
 */
export async function readList(
  connection: ClientConnection,
  { promptId, keys, stored, toKey, resolveEarliest, signal }: ListQuestion,
): Promise<ListReading> {
  const found = new Map<string, FoundLog[]>();
  const others: Log[] = [];
  const missing = new Map(stored);
  let isFaithful = false;
  let earliest: number | undefined;
  let distrust: string | undefined;
  try {
    for await (const record of connection.listLogs(promptId, { signal })) {
      earliest ??= resolveEarliest();
      const { _id: id, createdAt } = Object(record) as Partial<Log>;
      const isKnown = id !== undefined && missing.has(id);
      // Most of a long list is older than all that matters.
      if (!isKnown && Date.parse(`${createdAt}`) < earliest) continue;
      const key = toContentKey(Object(record));
      if (isKnown) {
        const sent = missing.get(id);
        const isSame = sent !== undefined && sent === toKey(key);
        if (isSame) isFaithful = true;
        else if (sent !== undefined) distrust = 'the server changes what it is sent';
        missing.delete(id);
      }
      const isWanted = keys.has(key);
      if (!isWanted && (isKnown || others.length >= mostOthers)) continue;
      const checked = receivedLogSchema.safeParse(record);
      if (!checked.success) continue;
      if (!isWanted) {
        others.push(Object(record));
        continue;
      }
      const log = { log: checked.data, createdAt: Date.parse(checked.data.createdAt) };
      const same = found.get(key);
      if (same) same.push(log);
      else found.set(key, [log]);
    }
  } catch (error) {
    // The API has no empty list for a prompt without logs.
    if (judgeLookFailure(error) !== 'empty') throw error;
  }
  for (const id of missing.keys()) {
    if (!connection.claims.wasDeleted(id)) distrust ??= 'the list lacks what is stored';
  }
  return { found, others, isFaithful, distrust };
}
