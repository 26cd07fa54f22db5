/** A value as a server stores it that writes UTF-8, which has no lone surrogates. */
const toStored = (text: string) => new TextDecoder().decode(new TextEncoder().encode(text));

/** An optional field that is `null`, or an empty list, says what an absent one says. */
const isAbsent = (value: unknown) =>
  value === undefined || value === null || (Array.isArray(value) && value.length === 0);

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

/** Whether a stored record is, in all of the fields, what was sent. */
export function isSameRecord(sent: object, stored: object, fields: readonly string[]): boolean {
  return fields.every((field) =>
    isSameValue(
      (sent as Record<string, unknown>)[field],
      (stored as Record<string, unknown>)[field],
    ),
  );
}
