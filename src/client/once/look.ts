import { isNearRecord, isSameRecord } from '../../core/is-same-record.ts';
import type { FetchResponse } from '../fetch-function.ts';
import { toChunks } from '../stream/chunks.ts';
import { ArraySplitter } from '../stream/split-array.ts';
import { FetchFailure } from '../transport/fetch-failure.ts';
import type { Created } from './ledger.ts';

/** What a create looks for. */
export interface Wanted {
  readonly sent: Readonly<Record<string, unknown>>;
  readonly fields: readonly string[];
  /** Whether a record of this time can be the one. Most records of a long list are too old. */
  mayBeOurs(createdAt: string): boolean;
}

/** What a look found for one create. */
export interface Found {
  /** The records that are field for field what was sent. */
  readonly same: Created[];
  /** Those that may be what was sent, if the server changes what it is sent. */
  readonly near: Created[];
  /** Whether the list is known to miss records. */
  isPartial: boolean;
}

/** In ms, how long a look may block the event loop. */
const longestSlice = 10;

/**
 * Reads a list as it arrives, and keeps the records that are wanted. A list of any length needs the
 * memory of one record, and does not block the event loop.
 *
 * @throws {@link FetchFailure} when it breaks off.
 * @throws SyntaxError when it is no list.
 */
export async function readLook(
  response: FetchResponse,
  wanted: readonly Wanted[],
  received: Set<string>,
  signal: AbortSignal,
): Promise<Found[]> {
  const found = wanted.map((): Found => ({ same: [], near: [], isPartial: false }));
  const splitter = new ArraySplitter();
  const missing = new Set(received);
  let count = 0;
  let sliceEnd = performance.now() + longestSlice;
  for await (const text of toChunks(response, signal)) {
    for (const element of splitter.push(text)) {
      const record = Object(JSON.parse(element)) as Created;
      count += 1;
      missing.delete(record._id);
      keep(record, wanted, found);
      if (performance.now() < sliceEnd) continue;
      await new Promise((resolve) => setTimeout(resolve));
      sliceEnd = performance.now() + longestSlice;
    }
  }
  if (!splitter.isComplete) throw new FetchFailure(new Error('the list broke off'));
  const isPartial = missing.size > 0 || isPaged(response.headers, count);
  for (const each of found) each.isPartial = isPartial;
  return found;
}

function keep(record: Created, wanted: readonly Wanted[], found: readonly Found[]): void {
  wanted.forEach(({ sent, fields, mayBeOurs }, index) => {
    if (!mayBeOurs(record.createdAt)) return;
    if (isSameRecord(sent, record, fields)) found[index]?.same.push(record);
    else if (isNearRecord(sent, record, fields)) found[index]?.near.push(record);
  });
}

/** Whether an answer names further pages. The API has no pages, but a proxy in front of it may. */
export function isPaged(headers: FetchResponse['headers'], count: number): boolean {
  const total = headers.get('x-total-count');
  return /rel="?next/.test(headers.get('link') ?? '') || (total !== null && Number(total) > count);
}
