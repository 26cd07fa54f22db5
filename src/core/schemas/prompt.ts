import { optional, text, textOfLength, texts } from './fields.ts';
import { areTexts, type Guard, isText } from './guard.ts';
import { createInputSchema, createListSchema, createRecordSchema } from './shape.ts';

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

const title = textOfLength(3, 100);

const isPlainPrompt: Guard<Prompt> = (prompt) =>
  isText(prompt._id) &&
  isText(prompt.ownerId) &&
  isText(prompt.title) &&
  isText(prompt.content) &&
  isText(prompt.model) &&
  (prompt.tags === undefined || areTexts(prompt.tags)) &&
  isText(prompt.createdAt) &&
  isText(prompt.updatedAt);

export const promptSchema = createRecordSchema<Prompt>(
  {
    _id: text,
    ownerId: text,
    title: text,
    content: text,
    model: text,
    tags: optional(texts),
    createdAt: text,
    updatedAt: text,
  },
  isPlainPrompt,
);

export const promptsSchema = createListSchema(promptSchema);

export const createPromptInputSchema = createInputSchema<CreatePromptInput>({
  title,
  content: text,
  model: text,
  tags: optional(texts),
});

export const updatePromptInputSchema = createInputSchema<UpdatePromptInput>({
  title: optional(title),
  content: optional(text),
  model: optional(text),
  tags: optional(texts),
});
