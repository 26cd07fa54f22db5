import * as z from 'zod/mini';
import { createInputSchema, createRecordSchema, mustBe, text, textOfLength } from './shape.ts';

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

/** What {@link PromptCrafterClient.createPrompt} takes. Only the fields listed here are sent. */
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

const tags = z.array(text, mustBe('an array of strings'));
const title = textOfLength(3, 100);

export const promptSchema = createRecordSchema<Prompt>(
  {
    _id: text,
    ownerId: text,
    title: text,
    content: text,
    model: text,
    tags: z.nullish(tags),
    createdAt: text,
    updatedAt: text,
  },
  'tags',
);

export const promptsSchema: z.ZodMiniType<Prompt[]> = z.array(promptSchema, mustBe('an array'));

export const createPromptInputSchema = createInputSchema<CreatePromptInput>({
  title,
  content: text,
  model: text,
  tags: z.optional(tags),
});

export const updatePromptInputSchema = createInputSchema<UpdatePromptInput>({
  title: z.optional(title),
  content: z.optional(text),
  model: z.optional(text),
  tags: z.optional(tags),
});
