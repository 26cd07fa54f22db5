import type { PromptRecord } from './records.ts';

/** The words of a search, folded as the prompts are; none when the query is blank. */
export function toSearchWords(query: string): string[] {
  return [...new Set(toFolded(query).split(/\s+/u).filter(Boolean))];
}

/**
 * The text of a prompt that is searched, folded: its title on the first line, then its content and tags. No
 * word holds a line break, so none spans two of them.
 */
export function toSearchText({ title, content, tags }: PromptRecord): string {
  return [toSearchTitle(title), toFolded([content, ...(tags ?? [])].join('\n'))].join('\n');
}

/** The title alone, folded, on one line. */
export function toSearchTitle(title: string): string {
  return toFolded(title).replace(/[\r\n\u2028\u2029]/gu, ' ');
}

function toFolded(text: string): string {
  return text.normalize('NFC').toLowerCase();
}
