import type { PromptCrafterError } from './errors.ts';

/** What the API's own errors consist of. */
const ownFields = ['error', 'message'];

/**
 * Whether a 404 comes from the platform in front of the API, which is away then: the API itself
 * answers with a text as `error` or `message`, and nothing else.
 */
export function isPlatformNotFound({
  status,
  body,
}: Pick<PromptCrafterError, 'status' | 'body'>): boolean {
  if (status !== 404) return false;
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return true;
  const fields = Object.entries(body);
  const isOwn = ([name, value]: [string, unknown]) =>
    ownFields.includes(name) && typeof value === 'string';
  return fields.length === 0 || !fields.every(isOwn);
}
