import type { PromptRecord } from './records.ts';

/** The words of a search, folded as the prompts are; none when the query is blank. */
export function toSearchWords(query: string): string[] {
  return toFolded(query).split(/\s+/u).filter(Boolean);
}

/** Whether every word is found somewhere in the prompt, be it only as a part of a word. */
export function hasWords(prompt: PromptRecord, words: readonly string[]): boolean {
  // No word holds a line break, so none can match across two fields.
  const text = toFolded([prompt.title, prompt.content, ...(prompt.tags ?? [])].join('\n'));
  return words.every((word) => text.includes(word));
}

function toFolded(text: string): string {
  return text.normalize('NFC').toLowerCase();
}
