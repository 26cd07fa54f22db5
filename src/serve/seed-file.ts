import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { isEmail } from '../api/email-key.ts';
import type { Seed } from '../api/seed.ts';
import { maskSecrets } from './mask-secrets.ts';
import { getErrorCode, ServeError } from './serve-error.ts';

const text = z.optional(z.string());

const seedSchema = z.strictObject({
  users: z.optional(
    z.array(
      z.strictObject({
        _id: text,
        name: text,
        email: z.optional(z.string().check(z.refine(isEmail, { error: 'is no email' }))),
        password: text,
      }),
    ),
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
  const what = issue.code === 'custom' ? issue.message : 'is of the wrong type';
  return `${place.join('').slice(1)} ${what}`;
}

function readJson(file: string): unknown {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw createError(file, reasons[getErrorCode(error)] ?? 'it cannot be read');
  }
  const content = decode(bytes);
  if (content === undefined) throw createError(file, 'it is neither UTF-8 nor UTF-16 with a mark');
  try {
    return JSON.parse(content);
  } catch {
    throw createError(file, 'it is no JSON');
  }
}

/** Windows begins a UTF-8 file with a byte order mark, and PowerShell writes UTF-16 with one. */
function decode(bytes: Buffer): string | undefined {
  const mark = bytes.length < 2 ? 0 : bytes.readUInt16BE();
  const encoding = mark === 0xfffe ? 'utf-16le' : mark === 0xfeff ? 'utf-16be' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const reasons: Readonly<Record<string, string>> = {
  EISDIR: 'it is a folder',
  ENOENT: 'there is no such file',
};

function createError(file: string, reason: string): ServeError {
  const advice = 'Choose another with --seed, of { "users": [], "prompts": [], "logs": [] }.';
  return new ServeError(`Failed to read the seed ${maskSecrets(file)}: ${reason}. ${advice}`);
}
