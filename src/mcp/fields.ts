import * as z from 'zod/mini';
import { integer, nonEmptyText, number, optional, text } from '../core/schemas/fields.ts';

/** Adds what an agent reads of a field. */
const describe = <T extends z.ZodMiniType>(field: T, description: string): T =>
  field.check(z.describe(description)) as T;

export const promptId = describe(nonEmptyText, 'Id of the prompt, from list_prompts.');
export const cursor = describe(
  optional(nonEmptyText),
  'nextCursor of the result before, for what follows.',
);
export const limit = describe(optional(integer(1, 100)), 'Most rows to return. Default 50.');

export const described = {
  text: (description: string) => describe(text, description),
  filled: (description: string) => describe(nonEmptyText, description),
  score: (description: string) => describe(integer(0, 10), description),
  number: (description: string) => describe(number, description),
} as const;

/** An input that refuses what it does not know, so that a mistaken name shows. */
export function createInput<T extends z.core.$ZodShape>(
  shape: T,
): z.ZodMiniObject<T, z.core.$strict> {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `There is no argument ${issue.keys.slice(0, 3).join(', ')}; there are ${Object.keys(shape).join(', ')}`
        : 'must be an object',
  });
}
