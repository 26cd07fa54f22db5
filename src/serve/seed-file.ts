import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import type { Seed } from '../api/seed.ts';
import { getErrorCode, ServeError } from './serve-error.ts';

const text = z.optional(z.string());

const seedSchema = z.strictObject({
  users: z.optional(
    z.array(z.strictObject({ _id: text, name: text, email: text, password: text })),
  ),
  prompts: z.optional(
    z.array(
      z.looseObject({
        _id: text,
        ownerId: text,
        title: text,
        content: text,
        model: text,
        tags: z.nullish(z.array(z.string())),
        createdAt: text,
        updatedAt: text,
      }),
    ),
  ),
  logs: z.optional(
    z.array(
      z.looseObject({
        _id: text,
        promptId: text,
        output: text,
        modelUsed: text,
        notes: z.nullish(z.string()),
        score: z.nullish(z.number()),
        createdAt: text,
      }),
    ),
  ),
});

/**
 * Reads what a database is to start with.
 *
 * @throws {@link ServeError} when the file cannot be read or holds something else.
 */
export function readSeedFile(file: string): Seed {
  const result = z.safeParse(seedSchema, readJson(file));
  // What JSON can hold is never `undefined`, which the type of an absent field allows.
  if (result.success) return result.data as Seed;
  throw createError(file, toReason(result.error.issues[0]));
}

function toReason(issue: z.core.$ZodIssue | undefined): string {
  if (issue?.code === 'unrecognized_keys') return `it may hold no '${issue.keys[0]}'`;
  if (!issue || issue.path.length === 0) return 'it is no object';
  const place = issue.path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`));
  return `${place.join('').slice(1)} is of the wrong type`;
}

function readJson(file: string): unknown {
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch (error) {
    throw createError(file, reasons[getErrorCode(error)] ?? 'it cannot be read');
  }
  try {
    return JSON.parse(content);
  } catch {
    throw createError(file, 'it is no JSON');
  }
}

const reasons: Readonly<Record<string, string>> = {
  EISDIR: 'it is a folder',
  ENOENT: 'there is no such file',
};

function createError(file: string, reason: string): ServeError {
  const advice = 'Choose another with --seed, of { "users": [], "prompts": [], "logs": [] }.';
  return new ServeError(`Failed to read the seed ${file}: ${reason}. ${advice}`);
}
