import type { Context } from 'hono';
import * as z from 'zod/mini';
import { type ApiErrorName, createApiError } from './api-errors.ts';
import { isStorableId, looksLikeId } from './ids.ts';
import type { Awaitable } from './store.ts';

/** Refuses a body that does not say that it is JSON. */
export function requireJson(contentType: string | undefined): void {
  const mediaType = contentType?.split(';')[0]?.trim().toLowerCase();
  if (mediaType !== 'application/json') throw createApiError('notJson');
}

/** Refuses the query parameters that an operation does not have, and one that is there twice. */
export function checkQuery(query: URLSearchParams, known: 'promptId' | 'q' | undefined): void {
  if (known !== undefined && query.getAll(known).length !== 1) {
    throw createApiError(known === 'q' ? 'malformedQuery' : 'malformedPromptId');
  }
  for (const name of query.keys()) if (name !== known) throw createApiError('malformedRequest');
}

/**
 * The record with the id in the path, which is its second segment; `undefined` when there is none,
 * though there could be.
 */
export async function findByPathId<T>(
  context: Context,
  find: (id: string) => Awaitable<T | undefined>,
): Promise<T | undefined> {
  return findById(decodeSegment(context.req.path.split('/')[2] ?? ''), find, 'malformedRequest');
}

/** The same of an id that stands elsewhere in a request. */
export async function findById<T>(
  id: string,
  find: (id: string) => Awaitable<T | undefined>,
  whenMalformed: ApiErrorName,
): Promise<T | undefined> {
  const record = isStorableId(id) ? await find(id) : undefined;
  // Whatever a record is stored under is well formed, such as an id that a test has made up.
  if (record === undefined && !looksLikeId(id)) throw createApiError(whenMalformed);
  return record;
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw createApiError('malformedRequest');
  }
}

/** The JSON body, checked; fields that the schema does not know are left out. */
export async function readBody<T extends z.core.$ZodType>(
  context: Context,
  schema: T,
  whenInvalid: ApiErrorName = 'invalidFields',
): Promise<z.core.output<T>> {
  const result = z.safeParse(schema, toJson(await context.req.text()));
  if (!result.success) throw createApiError(whenInvalid);
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
