import * as z from 'zod/mini';
import { refuse, toFingerprint } from './cursor.ts';
import { type Answer, type ToolContext, toSize } from './tool.ts';

const positionSchema = z.object({ field: z.number(), from: z.number(), seal: z.string() });

/** Fields of at most so many characters come first, in one piece. */
const mostShort = 300;

type Field = readonly [name: string, value: unknown];

/**
 * One page of a record: its short fields, then as much of its long texts as a result may hold. The pages
 * after the first begin where the one before them ended, within a text too.
 *
 * @throws {@link ToolError} when the record has changed between two pages.
 */
export function pageRecord(
  tool: string,
  record: { readonly _id: string },
  { budget, position }: Pick<ToolContext, 'budget' | 'position'>,
): Answer {
  const fields = toFields(record);
  const seal = toFingerprint(JSON.stringify(fields));
  const checked = z.safeParse(positionSchema, position);
  const start = checked.success ? checked.data : { field: 0, from: 0, seal };
  if (start.seal !== seal) refuse({ tool }, 'the record has changed');

  const data: Record<string, unknown> = start.field > 0 || start.from > 0 ? toHead(record) : {};
  const remarks: string[] = [];
  let { from } = start;
  for (const [index, [name, value]] of fields.entries()) {
    if (index < start.field) continue;
    const fits = (part: unknown) => toSize({ ...data, [name]: part }) <= budget;
    const rest = from === 0 ? value : toText(value).slice(from);
    if (fits(rest)) {
      if (from > 0) remarks.push(describePart(index, from, toText(value)));
      data[name] = rest;
      from = 0;
      continue;
    }
    if (isShort([name, value]) && index > start.field) {
      return { data, remarks, next: { field: index, from: 0, seal } };
    }
    const text = toText(rest);
    const end = findEnd(text, fits);
    if (end > 0) {
      data[name] = text.slice(0, end);
      remarks.push(describePart(index, from, toText(value), from + end));
    }
    return { data, remarks, next: { field: index, from: from + end, seal } };
  }
  return { data, remarks };

  function describePart(index: number, begin: number, text: string, end = text.length): string {
    const name = JSON.stringify(fields[index]?.[0].slice(0, 50));
    return `${name} holds the characters ${begin} to ${end} of ${text.length}.`;
  }
}

/** The id comes first, then what is short. A name that is a text itself is cut. */
function toFields(record: object): Field[] {
  const fields = Object.entries(record).map(([name, value]): Field => [cutText(name, 100), value]);
  return [...fields.filter(isShort), ...fields.filter((field) => !isShort(field))];
}

const isShort = ([, value]: Field) => (JSON.stringify(value) ?? '').length <= mostShort;

const toHead = ({ _id }: { readonly _id: string }) => ({ _id: cutText(_id, mostShort) });

const toText = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '');

/** How many characters fit, at most; no character is torn apart. */
function findEnd(text: string, fits: (part: string) => boolean): number {
  let low = 0;
  let high = Math.min(text.length, 20_000);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(text.slice(0, middle))) low = middle;
    else high = middle - 1;
  }
  return cutText(text, low, '').length;
}

/** A text of at most so many UTF-16 units, which says where it was cut. */
export function cutText(text: string, most: number, mark = '…'): string {
  if (text.length <= most) return text;
  const isTorn = /[\ud800-\udbff]/.test(text.charAt(most - 1));
  return text.slice(0, isTorn ? most - 1 : most) + mark;
}
