import type { Prompt } from '../index.ts';
import { toPromptVersion } from '../meta.ts';
import type { Output } from './output.ts';
import { printRecord } from './print-record.ts';

/** Prints a prompt with its content. */
export async function printPrompt(output: Output, prompt: Prompt, isJson = false): Promise<void> {
  if (isJson) return output.writeJson(prompt);
  const { _id, title, model, tags, createdAt, updatedAt, content } = prompt;
  const fields = [
    ['id', _id],
    ['title', title],
    ['model', model],
    ['tags', tags?.join(', ')],
    ['version', toPromptVersion(content)],
    ['created', createdAt],
    ['updated', updatedAt],
  ] as const;
  return printRecord(output, fields, content);
}
