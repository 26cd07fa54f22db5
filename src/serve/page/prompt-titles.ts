import type { Prompt } from '../../index.ts';

/** What prompts are called, as far as the page has come across them. */
export interface PromptTitles {
  add(prompts: readonly Prompt[]): void;
  /** Calls back with the title, at once or as soon as it is known. */
  find(promptId: string, callback: (title: string) => void): void;
}

export function createPromptTitles(): PromptTitles {
  const titles = new Map<string, string>();
  let waiting: { readonly id: string; readonly callback: (title: string) => void }[] = [];
  return {
    add(prompts) {
      for (const { _id, title } of prompts) titles.set(_id, title);
      const asked = waiting;
      waiting = [];
      for (const { id, callback } of asked) this.find(id, callback);
    },
    find(id, callback) {
      const title = titles.get(id);
      if (title === undefined) waiting.push({ id, callback });
      else callback(title);
    },
  };
}
