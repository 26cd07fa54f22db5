import { toPlainText } from '../evals/report/to-plain-text.ts';
import type { Output } from './output.ts';

/** A column of a table. */
export interface Column<T> {
  readonly title: string;
  /** A stored text: it is made harmless here. */
  read(record: T): string | number | undefined;
  /** Whether it takes the room that is left; there it is cut. */
  readonly isWide?: boolean;
}

/** As many rows decide how wide the columns are; those after them may be out of line. */
const measuredRows = 200;
const gap = '  ';
/** In characters, how much of a text is shown where no terminal bounds it. */
const longestCell = 2_000;
/** Pictures, flags among them, and the letters of East Asia. A picture such as © is narrow by itself. */
const wide =
  /\p{Emoji_Presentation}|\ufe0f|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u;
const segmenter = new Intl.Segmenter();

/** Writes records as a table, as they come, and gives how many there were. */
export async function writeTable<T>(
  output: Output,
  columns: readonly Column<T>[],
  records: AsyncIterable<T> | Iterable<T>,
): Promise<number> {
  let waiting: string[][] = [];
  let widths: number[] | undefined;
  let count = 0;
  const flush = async () => {
    widths ??= measure(columns, waiting, output.width);
    const header = count <= waiting.length ? [columns.map(({ title }) => title)] : [];
    const lines = [...header, ...waiting].map((row) => `${toLine(row, widths ?? [], columns)}\n`);
    waiting = [];
    if (count > 0) await output.write(lines.join(''));
  };
  for await (const record of records) {
    count += 1;
    waiting.push(columns.map(({ read }) => toPlainText(`${read(record) ?? ''}`, longestCell)));
    if (waiting.length === measuredRows) await flush();
  }
  if (waiting.length > 0) await flush();
  return count;
}

/** In columns of a terminal, how wide a text is. */
export function measureText(text: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: this is what ASCII is
  if (/^[\x00-\x7f]*$/.test(text)) return text.length;
  let width = 0;
  for (const { segment } of segmenter.segment(text)) width += wide.test(segment) ? 2 : 1;
  return width;
}

/** The start of a text that is no wider than that. */
export function cutText(text: string, width: number): string {
  if (measureText(text) <= width) return text;
  let cut = '';
  let used = 1;
  for (const { segment } of segmenter.segment(text)) {
    used += wide.test(segment) ? 2 : 1;
    if (used > width) break;
    cut += segment;
  }
  return `${cut}…`;
}

function measure<T>(
  columns: readonly Column<T>[],
  rows: readonly string[][],
  room: number,
): number[] {
  const widths = columns.map(({ title }, at) =>
    Math.max(title.length, ...rows.map((row) => measureText(row[at] ?? ''))),
  );
  const last = columns.length - 1;
  // The last column of a pipe is as wide as it is.
  if (room === Number.POSITIVE_INFINITY)
    return widths.map((width, at) => (at === last ? room : width));
  const narrow = columns.reduce((sum, { isWide }, at) => sum + (isWide ? 0 : (widths[at] ?? 0)), 0);
  const wides = columns.filter(({ isWide }) => isWide).length;
  const left = room - narrow - gap.length * last;
  const share = Math.max(8, Math.floor(left / Math.max(1, wides)));
  return widths.map((width, at) => (columns[at]?.isWide ? Math.min(width, share) : width));
}

/** What is wide is cut. Anything else, such as an id, may be out of line, but it is whole. */
function toLine<T>(
  row: readonly string[],
  widths: readonly number[],
  columns: readonly Column<T>[],
): string {
  return row
    .map((cell, at) => {
      const width = widths[at] ?? 0;
      const shown = columns[at]?.isWide ? cutText(cell, width) : cell;
      return at === row.length - 1
        ? shown
        : shown + ' '.repeat(Math.max(0, width - measureText(shown)));
    })
    .join(gap)
    .trimEnd();
}
