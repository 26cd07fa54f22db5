import { sliceMs, type TakeTurn } from '../turns.ts';
import type { ReadRows } from './tables.ts';

/** A row that is wanted. */
export interface TextRow {
  readonly seq: number;
  readonly text: string;
}

const batchLength = 256 * 1024;

/**
 * The rows of a list, as many at a time as are read quickly and need little memory. Between two
 * batches nothing is open in the database, and other requests have their turn.
 */
export async function* readBatches(
  readRows: ReadRows,
  takeTurn: TakeTurn,
): AsyncGenerator<readonly TextRow[], void> {
  let after = 0;
  for (let isOver = false; !isOver; ) {
    await takeTurn();
    const batch: TextRow[] = [];
    let length = 0;
    const end = performance.now() + sliceMs;
    isOver = true;
    for (const { seq, text } of readRows(after)) {
      after = seq;
      if (text !== null) {
        batch.push({ seq, text });
        length += text.length;
      }
      if (length >= batchLength || performance.now() >= end) {
        isOver = false;
        break;
      }
    }
    if (batch.length > 0) yield batch;
  }
}
