import * as z from 'zod/mini';
import { createAnswerSchema } from './answer-schema.ts';
import { optional, text, textOfLength, texts } from './fields.ts';
import { createInputSchema } from './input-schema.ts';
import { createListSchema } from './list-schema.ts';

/** A saved prompt. Fields that are not listed here are kept. */
export interface Prompt {
  /** Opaque id: do not parse it. */
  _id: string;
  /** Id of the user that it belongs to. */
  ownerId: string;
  /** 3 to 100 characters. */
  title: string;
  /** The prompt itself. */
  content: string;
  /** Name of the model that it was written for. */
  model: string;
  /** Labels to find it by. */
  tags?: string[];
  /** ISO 8601, with or without milliseconds. */
  createdAt: string;
  /** ISO 8601, with or without milliseconds. */
  updatedAt: string;
}

/** What {@link PromptCrafterClient.createPrompt} takes. */
export interface CreatePromptInput {
  /** 3 to 100 characters. */
  title: string;
  /** The prompt itself: any length, any Unicode. */
  content: string;
  /** Name of the model that it is written for. */
  model: string;
  /** Labels to find it by. */
  tags?: string[] | undefined;
}

/** What {@link PromptCrafterClient.updatePrompt} takes. Absent fields stay as they are. */
export interface UpdatePromptInput {
  /** 3 to 100 characters. */
  title?: string | undefined;
  /** The prompt itself: any length, any Unicode. */
  content?: string | undefined;
  /** Name of the model that it is written for. */
  model?: string | undefined;
  /** Labels to find it by; they replace those that were there. */
  tags?: string[] | undefined;
}

const title = textOfLength(3, 100);

/** A prompt as the API sends it. */
export const promptSchema = createAnswerSchema<Prompt>({
  _id: text,
  ownerId: text,
  title: text,
  content: text,
  model: text,
  tags: optional(texts),
  createdAt: text,
  updatedAt: text,
});

/** Many of them. */
export const promptsSchema = createListSchema<Prompt>(promptSchema, isPlainPrompt);

/** What {@link PromptCrafterClient.createPrompt} takes. */
export const createPromptInputSchema = createInputSchema<CreatePromptInput>({
  title,
  content: text,
  model: text,
  tags: optional(texts),
});

/** What {@link PromptCrafterClient.updatePrompt} takes. */
export const updatePromptInputSchema = createInputSchema<UpdatePromptInput>({
  title: optional(title),
  content: optional(text),
  model: optional(text),
  tags: optional(texts),
}).check(
  z.refine((changes) => Object.keys(changes).length > 0, 'must change at least one field'),
  z.meta({ minProperties: 1 }),
);

/** Whether a prompt is right and needs no conversion, as most prompts of a long list. */
export function isPlainPrompt(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prompt = value as { readonly [K in keyof Required<Prompt>]: unknown };
  return (
    typeof prompt._id === 'string' &&
    typeof prompt.ownerId === 'string' &&
    typeof prompt.title === 'string' &&
    typeof prompt.content === 'string' &&
    typeof prompt.model === 'string' &&
    (prompt.tags === undefined || areTexts(prompt.tags)) &&
    typeof prompt.createdAt === 'string' &&
    typeof prompt.updatedAt === 'string'
  );
}

function areTexts(value: unknown): boolean {
  if (!Array.isArray(value)) return false;
  // Not `every`, which skips holes. Nor `for…of`: the iterator may have been replaced.
  for (let index = 0; index < value.length; index += 1) {
    if (typeof value[index] !== 'string') return false;
  }
  return true;
}
