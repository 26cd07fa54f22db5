import type { Context } from 'hono';
import * as z from 'zod/mini';
import { ApiError, type ApiErrorName } from './api-errors.ts';
import { isStorableId, looksLikeId } from './ids.ts';
import type { Awaitable } from './store.ts';

/** Refuses a body that does not say that it is JSON, or says that it is not UTF-8. */
export function requireJson(contentType = ''): void {
  const [mediaType = '', ...parameters] = contentType.toLowerCase().split(';');
  const charsets = parameters.flatMap((text) => /^\s*charset\s*=\s*(.*)$/.exec(text)?.[1] ?? []);
  const isUtf8 = charsets.every((charset) => utf8Names.has(charset.replaceAll(/["\s]/g, '')));
  if (mediaType.trim() !== 'application/json' || !isUtf8) throw new ApiError('notJson');
}

/** Names of UTF-8 and of its part that is ASCII. */
const utf8Names: ReadonlySet<string> = new Set(['utf-8', 'utf8', 'us-ascii', 'ascii']);

/** Refuses the query parameters that an operation does not have, and one that is there twice. */
export function checkQuery(query: URLSearchParams, known: 'promptId' | 'q' | undefined): void {
  if (known !== undefined && query.getAll(known).length !== 1) {
    throw new ApiError(known === 'q' ? 'malformedQuery' : 'malformedPromptId');
  }
  for (const name of query.keys()) if (name !== known) throw new ApiError('malformedRequest');
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
  // An id that a record has is well formed, also one that a test has made up.
  if (record === undefined && !looksLikeId(id)) throw new ApiError(whenMalformed);
  return record;
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new ApiError('malformedRequest');
  }
}

/** The JSON body, checked; fields that the schema does not know are left out. */
export async function readBody<T extends z.core.$ZodType>(
  context: Context,
  schema: T,
  whenInvalid: ApiErrorName = 'invalidFields',
): Promise<z.core.output<T>> {
  const result = z.safeParse(schema, toJson(toText(await context.req.arrayBuffer())));
  if (!result.success) throw new ApiError(whenInvalid);
  return result.data;
}

/** `undefined` where the bytes are no UTF-8: the characters that they stand for are not known. */
export function toText(bytes: ArrayBuffer | Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** `undefined` where the text is no JSON, which no schema accepts. */
export function toJson(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
