import type { Context } from 'hono';
import * as z from 'zod/mini';
import { type ApiErrorName, createApiError } from './api-errors.ts';

/** The id in the path: the second segment, percent-decoded once. */
export function readPathId(context: Context, errorName: ApiErrorName): string {
  const segment = context.req.path.split('/')[2] ?? '';
  let id: string;
  try {
    id = decodeURIComponent(segment);
  } catch {
    throw createApiError(errorName);
  }
  if (!isWellFormedId(id)) throw createApiError(errorName);
  return id;
}

/** Ids are opaque: only what no server would hand out is malformed. */
export function isWellFormedId(id: string): boolean {
  return id !== '' && id.length <= 100 && !/\p{Cc}/u.test(id);
}

/** The JSON body, checked; fields that the schema does not know are left out. */
export async function readBody<T extends z.core.$ZodType>(
  context: Context,
  schema: T,
): Promise<z.core.output<T>> {
  const result = z.safeParse(schema, toJson(await context.req.text()));
  if (!result.success) throw createApiError('invalidFields');
  return result.data;
}

/** `undefined` where the text is no JSON, which no schema accepts. */
export function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
