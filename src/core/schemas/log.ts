import { integer, nonEmptyText, number, optional, text } from './fields.ts';
import { type Guard, isIntegerWithin, isNonEmptyText, isText } from './guard.ts';
import { createInputSchema, createListSchema, createRecordSchema } from './shape.ts';

/** What a model answered to a prompt, as it was logged. Fields that are not listed here are kept. */
export interface Log {
  /** Opaque id: do not parse it. */
  _id: string;
  /** Id of the prompt that was tested. */
  promptId: string;
  /** The text that the model generated. */
  output: string;
  /** Name of the model, for instance `gpt-4o`. */
  modelUsed: string;
  /** Context for whoever reviews it later. */
  notes?: string;
  /** Rating; what is sent is an integer from 0 to 10, what is stored can be any number. */
  score?: number;
  /** ISO 8601, with or without milliseconds. */
  createdAt: string;
}

/** What {@link PromptCrafterClient.createLog} takes. Only the fields listed here are sent. */
export interface CreateLogInput {
  /** Id of the prompt that was tested. */
  promptId: string;
  /** The text that the model generated: any length, any Unicode. */
  output: string;
  /** Name of the model, for instance `gpt-4o`. */
  modelUsed: string;
  /** Context for whoever reviews it later. */
  notes?: string | undefined;
  /** Rating: an integer from 0 to 10. */
  score?: number | undefined;
}

const isPlainLog: Guard<Log> = (log) =>
  isText(log._id) &&
  isText(log.promptId) &&
  isText(log.output) &&
  isText(log.modelUsed) &&
  (log.notes === undefined || isText(log.notes)) &&
  (log.score === undefined || Number.isFinite(log.score)) &&
  isText(log.createdAt);

export const logSchema = createRecordSchema<Log>(
  {
    _id: text,
    promptId: text,
    output: text,
    modelUsed: text,
    notes: optional(text),
    score: optional(number),
    createdAt: text,
  },
  isPlainLog,
);

export const logsSchema = createListSchema(logSchema);

const scores = [0, 10] as const;

const isPlainCreateLogInput: Guard<CreateLogInput> = (input) =>
  isNonEmptyText(input.promptId) &&
  isText(input.output) &&
  isNonEmptyText(input.modelUsed) &&
  (input.notes === undefined || isText(input.notes)) &&
  (input.score === undefined || isIntegerWithin(input.score, ...scores));

export const createLogInputSchema = createInputSchema<CreateLogInput>(
  {
    promptId: nonEmptyText,
    output: text,
    modelUsed: nonEmptyText,
    notes: optional(text),
    score: optional(integer(...scores)),
  },
  isPlainCreateLogInput,
);
