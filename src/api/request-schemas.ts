import * as z from 'zod/mini';
import { isEmail } from './email-key.ts';

// A required text that is empty counts as missing.
const filled = z.string().check(z.minLength(1));

/** Characters are Unicode code points: an emoji is one. */
export function hasLength(text: string, min: number, max: number): boolean {
  const length = Array.from(text).length;
  return length >= min && length <= max;
}

const title = z.string().check(z.refine((text) => hasLength(text, 3, 100)));

/** The password's length has an error of its own, so it is not checked here. */
export const signupSchema = z.object({
  name: filled,
  email: z.string().check(z.refine(isEmail)),
  password: filled,
});

export const loginSchema = z.object({ email: filled, password: filled });

const tags = z.array(z.string());

export const createPromptSchema = z.object({
  title,
  content: filled,
  model: filled,
  tags: z.exactOptional(tags),
});

/** Of these fields at least one. */
export const updatePromptSchema = z
  .object({
    title: z.exactOptional(title),
    content: z.exactOptional(filled),
    model: z.exactOptional(filled),
    tags: z.exactOptional(tags),
  })
  .check(z.refine((changes) => Object.keys(changes).length > 0));

export const createLogSchema = z.object({
  promptId: filled,
  output: filled,
  modelUsed: filled,
  notes: z.exactOptional(z.string()),
  score: z.exactOptional(z.int().check(z.gte(0), z.lte(10))),
});
