import type { PromptRecord } from './records.ts';

/** The words of a search, folded as the prompts are; none when the query is blank. */
export function toSearchWords(query: string): string[] {
  return toFolded(query).split(/\s+/u).filter(Boolean);
}

/** Whether every word is found somewhere in the prompt, be it only as a part of a word. */
export function hasWords(prompt: PromptRecord, words: readonly string[]): boolean {
  const text = toSearchText(prompt);
  return words.every((word) => text.includes(word));
}

/** What of a prompt is searched, folded. No word holds a line break, so none spans two fields. */
export function toSearchText({ title, content, tags }: PromptRecord): string {
  return toFolded([title, content, ...(tags ?? [])].join('\n'));
}

function toFolded(text: string): string {
  return text.normalize('NFC').toLowerCase();
}
