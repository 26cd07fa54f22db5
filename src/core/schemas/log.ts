import * as z from 'zod/mini';
import { NotJson } from '../json.ts';
import { copyMeta, decodeMeta, type LogMeta, toNotes } from '../meta.ts';
import { createAnswerSchema } from './answer-schema.ts';
import { type Fields, integer, nonEmptyText, number, optional, text } from './fields.ts';
import { createInputSchema } from './input-schema.ts';
import { createListSchema } from './list-schema.ts';

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
  /** Context for a later review. */
  notes?: string;
  /** Rating; what is sent is an integer from 0 to 10, what is stored can be any number. */
  score?: number;
  /** What the API has no field for; it comes from the last line of the notes. */
  meta?: LogMeta;
  /** ISO 8601, with or without milliseconds. */
  createdAt: string;
}

/** What {@link PromptCrafterClient.createLog} takes. Other fields belong into `meta`. */
export interface CreateLogInput {
  /** Id of the prompt that was tested. */
  promptId: string;
  /** The text that the model generated: any length, any Unicode, but not empty. */
  output: string;
  /** Name of the model, for instance `gpt-4o`. */
  modelUsed: string;
  /** Context for a later review. */
  notes?: string | undefined;
  /** Rating: an integer from 0 to 10. */
  score?: number | undefined;
  /** What the API has no field for: JSON values, which travel in the last line of the notes. */
  meta?: LogMeta | undefined;
}

/** A log as the API stores and sends it: its meta is the last line of the notes. */
export type StoredLog = Omit<Log, 'meta'>;

/** The fields of a log that the API is sent. */
export type LogBody = Omit<CreateLogInput, 'meta'>;

const meta = z.pipe(
  z.unknown().check(z.meta({ type: 'object' })),
  z.transform((value, context): LogMeta => {
    try {
      return copyMeta(value);
    } catch (error) {
      if (!(error instanceof NotJson)) throw error;
      const { reason: message } = error;
      context.issues.push({ code: 'custom', path: [...error.path], message, input: value });
      return z.NEVER;
    }
  }),
);

const storedFields = {
  _id: text,
  promptId: text,
  output: text,
  modelUsed: text,
  notes: optional(text),
  score: optional(number),
  createdAt: text,
} satisfies Fields<StoredLog>;

/** A log as the API stores and sends it. */
export const storedLogSchema = createAnswerSchema<StoredLog>(storedFields);

/** A log as the client delivers it. */
export const logSchema = createAnswerSchema<Log>({ ...storedFields, meta: optional(meta) });

/** Checks a log of the API, and converts it to what the client returns. */
export const receivedLogSchema = z.pipe(storedLogSchema, z.transform(toLog));

/** Many of them. */
export const receivedLogsSchema = createListSchema<Log>(receivedLogSchema, isPlainLog);

/** What {@link PromptCrafterClient.createLog} takes. */
export const createLogInputSchema = createInputSchema<CreateLogInput>(
  {
    promptId: nonEmptyText,
    output: nonEmptyText,
    modelUsed: nonEmptyText,
    notes: optional(text),
    score: optional(integer(0, 10)),
    meta: optional(meta),
  },
  { advice: ', put it into meta' },
);

/** Checks the input, and converts it to what the API is sent. */
export const logBodySchema = z.pipe(createLogInputSchema, z.transform(toLogBody));

function toLogBody({ meta, ...fields }: CreateLogInput): LogBody {
  return meta ? { ...fields, notes: toNotes(fields.notes, meta) } : fields;
}

/** Drops a field `meta` that the API itself may send: it would be taken for ours. */
function toLog(stored: StoredLog): Log {
  const { notes: _notes, meta: _meta, ...fields } = stored as Log;
  return { ...fields, ...decodeMeta(stored.notes) };
}

/** Whether a log is right and needs no conversion, as most logs of a long list. */
export function isPlainLog(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const log = value as { readonly [K in keyof Required<Log>]: unknown };
  return (
    typeof log._id === 'string' &&
    typeof log.promptId === 'string' &&
    typeof log.output === 'string' &&
    typeof log.modelUsed === 'string' &&
    (log.notes === undefined || isPlainText(log.notes)) &&
    (log.score === undefined || Number.isFinite(log.score)) &&
    log.meta === undefined &&
    typeof log.createdAt === 'string'
  );
}

const isPlainText = (notes: unknown) =>
  typeof notes === 'string' && decodeMeta(notes).meta === undefined;
