import * as z from 'zod/mini';
import { toFingerprint } from './cursor.ts';
import { type Answer, type Position, type ToolContext, toSize } from './tool.ts';

/** How a list is cut into pages. */
export interface PageOptions<R> {
  /** Whether the list is read from its end. */
  readonly fromEnd: boolean;
  readonly limit: number;
  isWanted(record: R): boolean;
  /** The row that stands for a record. */
  toRow(record: R): object;
}

const positionSchema = z.object({ id: z.string(), index: z.number() });

interface Found {
  readonly id: string;
  /** Its place among all records. */
  readonly index: number;
  readonly row: object;
}

/**
 * Reads one page of a list, in memory for one page. A page begins where the one before it ended: behind
 * its last record, or at its place in the list if that record is gone.
 */
export async function pageList<R extends { readonly _id: string }>(
  records: AsyncIterable<R> | Iterable<R>,
  options: PageOptions<R>,
  { budget, position }: ToolContext,
): Promise<Answer> {
  const checked = z.safeParse(positionSchema, position);
  const start = checked.success ? checked.data : undefined;
  const found = await (options.fromEnd ? readBefore : readAfter)(records, options, start);
  const rows: object[] = [];
  let left = budget - toSize([]);
  let last: Position | undefined;
  for (const { id, index, row } of found.slice(0, options.limit)) {
    left -= toSize(row);
    if (left < 0) break;
    rows.push(row);
    last = { id, index };
  }
  return { data: rows, next: rows.length < found.length ? last : undefined };
}

/** By what a record is found again. A cursor has no room for an id of any length. */
const toAnchor = ({ _id }: { readonly _id: string }) =>
  _id.length <= 100 ? _id : toFingerprint(_id);

type Read = <R extends { readonly _id: string }>(
  records: AsyncIterable<R> | Iterable<R>,
  options: PageOptions<R>,
  start: { readonly id: string; readonly index: number } | undefined,
) => Promise<Found[]>;

/** One more than are wanted, so that it shows whether there are more. */
const readAfter: Read = async (records, { limit, isWanted, toRow }, start) => {
  let found: Found[] = [];
  let hasBegun = start === undefined;
  let index = 0;
  for await (const record of records) {
    if (toAnchor(record) === start?.id) {
      found = [];
      hasBegun = true;
    } else if (found.length <= limit && isWanted(record)) {
      // Should the record be gone, its place is taken by the one behind it.
      const isBehind = hasBegun || index >= (start?.index ?? 0);
      if (isBehind) found.push({ id: toAnchor(record), index, row: toRow(record) });
      if (hasBegun && found.length > limit) break;
    }
    index += 1;
  }
  return found;
};

const readBefore: Read = async (records, { limit, isWanted, toRow }, start) => {
  const latest: Found[] = [];
  let atPlace: Found[] | undefined;
  let index = 0;
  for await (const record of records) {
    if (toAnchor(record) === start?.id) return latest.reverse();
    if (index === start?.index) atPlace = [...latest];
    if (isWanted(record)) latest.push({ id: toAnchor(record), index, row: toRow(record) });
    if (latest.length > limit + 1) latest.shift();
    index += 1;
  }
  return (atPlace ?? latest).reverse();
};

/** As many rows as a result may hold, where there is no page after it. */
export function fitRows(rows: readonly object[], budget: number): Answer {
  const kept: object[] = [];
  let left = budget - toSize([]);
  for (const row of rows) {
    left -= toSize(row);
    if (left < 0) break;
    kept.push(row);
  }
  const missing = rows.length - kept.length;
  if (missing === 0) return { data: kept };
  return { data: kept, remarks: [`${missing} more groups did not fit: ask for fewer.`] };
}
