import type { LogBody } from '../core/schemas/log.ts';

const halfCharacter = /[\ud800-\udfff]/;

/** A text as a server stores it that writes UTF-8, which has no lone surrogates. */
const toStored = (text: string) =>
  halfCharacter.test(text) ? new TextDecoder().decode(new TextEncoder().encode(text)) : text;

/** An optional field that is `null` says what an absent one says. */
const toPart = (value: unknown) => {
  if (value === undefined || value === null) return '-';
  const text = toStored(String(value));
  return `${text.length}:${text}`;
};

/** What makes a stored log known again. */
export const contentFields = ['promptId', 'modelUsed', 'score', 'notes', 'output'] as const;

/**
 * A text that two logs have in common if and only if all that is sent of them is the same, be it a
 * log that is to be sent or one that the API gave back.
 */
export function toContentKey(log: LogBody): string {
  return contentFields.map((field) => toPart(log[field])).join('|');
}
