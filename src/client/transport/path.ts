import { PromptCrafterValidationError } from '../../core/errors.ts';
import type { Operation } from '../../core/operations.ts';

/** Where a request goes, and the template that errors and logs show instead of it. */
export interface Target {
  readonly path: string;
  readonly route: string;
}

/**
 * Where an operation sends a request: its path with the id in it, or with its query parameter.
 *
 * @throws {@link PromptCrafterValidationError} when the id or the parameter cannot be carried.
 */
export function toTarget({ path: route, query }: Operation, value?: unknown): Target {
  if (query !== undefined) return { path: withQuery(route, query, value), route };
  return { path: route.includes('{id}') ? fillPath(route, value) : route, route };
}

/**
 * Fills an id into exactly one segment of a path. URL parsers resolve the segments `.` and `..` even
 * when they are written as `%2e`, so that no encoding can carry them.
 *
 * @throws {@link PromptCrafterValidationError} when the id cannot be carried.
 */
export function fillPath(route: string, id: unknown): string {
  if (id === '.' || id === '..') refuse(route, 'id', 'must not be "." or ".."');
  const segment = encode(route, 'id', id);
  return route.replace('{id}', () => segment);
}

/**
 * Adds a query parameter to a path.
 *
 * @throws {@link PromptCrafterValidationError} when the value is empty or cannot be carried.
 */
export function withQuery(route: string, name: string, value: unknown): string {
  return `${route}?${name}=${encode(route, name, value)}`;
}

/** Percent-encodes a value; a lone surrogate has no encoding, and would arrive as another text. */
function encode(route: string, what: string, value: unknown): string {
  if (typeof value !== 'string') refuse(route, what, 'must be a string');
  if (value === '') refuse(route, what, 'must not be empty');
  try {
    return encodeURIComponent(value);
  } catch {
    refuse(route, what, 'must be well-formed Unicode');
  }
}

function refuse(route: string, what: string, reason: string): never {
  throw new PromptCrafterValidationError(
    `Failed to address ${route}: ${what} ${reason}. Nothing was sent.`,
    { route, issues: [{ path: what, message: reason }] },
  );
}
