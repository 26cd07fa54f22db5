import type { PromptRecord } from '../../api/records.ts';
import { toSearchText, toSearchTitle } from '../../api/search.ts';

/** U+0000, and halves of characters: within a record, JSON writes both as escapes. */
const unstorable = /[\0\p{Cs}]/u;

/** Whether the database can store a text, and look for it, as it is. */
export function isPlain(text: string): boolean {
  return !unstorable.test(text);
}

/** What is searched of a prompt, with a mark for each character that cannot be stored. */
export const toStoredText = (prompt: PromptRecord): string => toPlain(toSearchText(prompt));

export const toStoredTitle = ({ title }: Pick<PromptRecord, 'title'>): string =>
  toPlain(toSearchTitle(title));

/** A pattern of `LIKE` for what holds a word. */
export function toPattern(word: string): string {
  return `%${toPlain(word).replace(/[\\%_]/g, '\\$&')}%`;
}

function toPlain(text: string): string {
  return text.replace(new RegExp(unstorable, 'gu'), '\ufffd');
}
