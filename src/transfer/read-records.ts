import { toTextOfCell } from '../core/csv-cell.ts';
import { PromptCrafterValidationError } from '../core/errors.ts';
import { toPromptVersion } from '../core/prompt-version.ts';
import { type LogBody, logBodySchema } from '../core/schemas/log.ts';
import { inputColumns, requiredColumns, setByApi } from './csv-columns.ts';
import { CsvRecord } from './csv-record.ts';
import { type ImportChunks, readLines, type SourceLine } from './read-lines.ts';
import type { LogFormat } from './transfer-client.ts';

/** What a source holds of one log. */
export interface ImportRecord {
  /** Its place among the records, from 0 on. */
  readonly index: number;
  /** The line in which it begins, from 1 on. */
  readonly line: number;
  /** As it stands there. */
  readonly text: string;
  /** A hash of what is sent; records with the same content have the same. Empty if there is no log. */
  readonly key: string;
  /** What is sent, or why nothing can be. */
  readonly content: { readonly body: LogBody } | { readonly reason: string };
}

/** What makes a stored log known again. */
export const contentFields = ['promptId', 'modelUsed', 'score', 'notes', 'output'] as const;

/**
 * Reads the records of a source.
 *
 * @throws `PromptCrafterValidationError` when a table has other columns than a log.
 */
export async function* readRecords(
  chunks: ImportChunks,
  format: LogFormat,
  onBytes: (count: number) => void,
): AsyncGenerator<ImportRecord, void, undefined> {
  const lines = readLines(chunks, onBytes);
  let index = 0;
  for await (const { number, text, value } of format === 'csv'
    ? readTable(lines)
    : readObjects(lines)) {
    const content = 'reason' in value ? value : check(value.given);
    const key = 'body' in content ? toKey(content.body) : '';
    yield { index, line: number, text, key, content };
    index += 1;
  }
}

/** Something that may be a log. */
interface Found {
  readonly number: number;
  readonly text: string;
  readonly value: { readonly given: unknown } | { readonly reason: string };
}

async function* readObjects(lines: AsyncIterable<SourceLine>): AsyncGenerator<Found> {
  for await (const { number, text: whole, damage } of lines) {
    const text = whole.replace(/\r?\n$/, '');
    if (damage !== undefined) yield { number, text, value: { reason: damage } };
    else if (text.trim() !== '') yield { number, text, value: parse(text) };
  }
}

function parse(text: string): Found['value'] {
  try {
    return { given: JSON.parse(text) };
  } catch {
    return { reason: 'the line is no JSON' };
  }
}

async function* readTable(lines: AsyncIterable<SourceLine>): AsyncGenerator<Found> {
  let columns: readonly string[] | undefined;
  for await (const { number, text, record } of readCsvRecords(lines)) {
    if (!columns) {
      columns = record.fields.map((field) => field.text.trim());
      refuseColumns(columns);
    } else yield { number, text, value: toGiven(columns, record) };
  }
  if (!columns) refuseColumns([]);
}

/** In characters. A quote that is never closed would take the rest of the file for one field. */
const longestRecord = 32 * 1024 * 1024;

async function* readCsvRecords(lines: AsyncIterable<SourceLine>) {
  let open: { number: number; pieces: string[]; length: number; record: CsvRecord } | undefined;
  for await (const { number, text, damage } of lines) {
    if (!open && text.trim() === '' && damage === undefined) continue;
    open ??= { number, pieces: [], length: 0, record: new CsvRecord() };
    open.record.damage ??= damage;
    open.record.add(text);
    open.pieces.push(text);
    open.length += text.length;
    const isTooLong = open.length > longestRecord;
    if (open.record.isOpen && !isTooLong) continue;
    if (isTooLong) open.record.damage ??= 'the record is longer than 32 MiB';
    yield toClosed(open);
    open = undefined;
  }
  if (!open) return;
  open.record.damage ??= 'a quoted field has no end';
  yield toClosed(open);
}

function toClosed(open: { number: number; pieces: string[]; record: CsvRecord }) {
  const { number, pieces, record } = open;
  return { number, record, text: pieces.join('').replace(/\r?\n$/, '') };
}

function toGiven(columns: readonly string[], { fields, damage }: CsvRecord): Found['value'] {
  if (damage !== undefined) return { reason: damage };
  if (fields.length !== columns.length) {
    return { reason: `there are ${fields.length} fields for ${columns.length} columns` };
  }
  const given: Record<string, unknown> = {};
  for (const [at, column] of columns.entries()) {
    const { text = '', isQuoted = false } = fields[at] ?? {};
    if (setByApi.includes(column) || (text === '' && !isQuoted)) continue;
    if (column === 'score') given.score = text.trim() === '' ? Number.NaN : Number(text);
    else given[column] = toTextOfCell(text);
  }
  return { given };
}

function refuseColumns(columns: readonly string[]): void {
  const known: readonly string[] = [...inputColumns, ...setByApi];
  const missing = requiredColumns.filter((name) => !columns.includes(name));
  const unknown = columns.filter((name) => !known.includes(name));
  const twice = columns.find((name, at) => columns.indexOf(name) !== at);
  let reason: string | undefined;
  if (missing.length > 0) reason = `its first line lacks the columns ${missing.join(', ')}`;
  else if (unknown.length > 0) reason = `a log has no column '${unknown[0]}'`;
  else if (twice !== undefined) reason = `the column '${twice}' is there twice`;
  if (reason === undefined) return;
  throw new PromptCrafterValidationError(
    `Failed to import logs: ${reason}. The columns are ${inputColumns.join(', ')}, with commas between them.`,
    { issues: [{ path: 'source', message: reason }] },
  );
}

function check(given: unknown): ImportRecord['content'] {
  const checked = logBodySchema.safeParse(toInput(given));
  if (checked.success) return { body: checked.data };
  const reasons = checked.error.issues.map(({ path, message }) =>
    `${path.map(String).join('.')} ${message}`.trim(),
  );
  return { reason: reasons.join('; ') };
}

/** A field that may be absent may also be `null`. Of a record of the API its further fields are left out. */
function toInput(given: unknown): unknown {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return given;
  const isRecord = '_id' in given && 'createdAt' in given;
  const known: readonly string[] = [...inputColumns, 'meta'];
  return Object.fromEntries(
    Object.entries(given).filter(
      ([name, value]) => value !== null && (!isRecord || known.includes(name)),
    ),
  );
}

function toKey(body: LogBody): string {
  return toPromptVersion(JSON.stringify(contentFields.map((field) => body[field] ?? null)));
}
