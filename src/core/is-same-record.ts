/** In characters. Servers do not cut shorter texts, and many short texts begin alike. */
const shortestCut = 64;

type Fields = Readonly<Record<string, unknown>>;

/** Whether a stored record is, in all of the fields, what was sent. */
export function isSameRecord(sent: object, stored: object, fields: readonly string[]): boolean {
  return fields.every((field) => isSameValue((sent as Fields)[field], (stored as Fields)[field]));
}

/**
 * Whether a stored record may be what was sent, by a server that changes it: one that trims or cuts
 * texts, normalises Unicode, line ends or case, sorts tags, or fills in an empty text.
 */
export function isNearRecord(sent: object, stored: object, fields: readonly string[]): boolean {
  return fields.every((field) => isNearValue((sent as Fields)[field], (stored as Fields)[field]));
}

function isSameValue(sent: unknown, stored: unknown): boolean {
  if (isAbsent(sent)) return isAbsent(stored);
  if (Array.isArray(sent)) {
    return (
      Array.isArray(stored) &&
      sent.length === stored.length &&
      sent.every((item, index) => isSameValue(item, stored[index]))
    );
  }
  return sent === stored || (typeof sent === 'string' && toStored(sent) === stored);
}

/** An optional field that is `null`, or an empty list, counts as absent. */
const isAbsent = (value: unknown) =>
  value === undefined || value === null || (Array.isArray(value) && value.length === 0);

/** A text as a server stores it in UTF-8, which has no lone surrogates. */
const toStored = (text: string) => text.replace(/\p{Surrogate}/gu, '\ufffd');

function isNearValue(sent: unknown, stored: unknown): boolean {
  if (isAbsent(sent)) return isAbsent(stored) || stored === '';
  if (sent === stored) return true;
  const [a, b] = [toComparable(sent), toComparable(stored)];
  if (a === b) return true;
  const [shorter, longer] = a.length < b.length ? [a, b] : [b, a];
  return shorter.length >= shortestCut && longer.startsWith(shorter);
}

function toComparable(value: unknown): string {
  if (Array.isArray(value)) return value.map(toComparable).sort().join('\n');
  return String(value ?? '')
    .normalize('NFKC')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
}
