import { PromptCrafterValidationError } from '../../core/errors.ts';

/** A path to request, and the template that errors and logs show instead of it. */
export interface Path {
  readonly path: string;
  readonly route: string;
}

function refuse(route: string, what: string, reason: string): never {
  throw new PromptCrafterValidationError(
    `Failed to address ${route}: ${what} ${reason}. Nothing was sent.`,
    { route, issues: [{ path: what, message: reason }] },
  );
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

/**
 * Fills ids into a path, each into exactly one segment. URL parsers resolve the segments `.` and
 * `..` even when they are written as `%2e`, so that no encoding can carry them.
 *
 * @throws {@link PromptCrafterValidationError} when an id cannot be carried.
 */
export function path(parts: TemplateStringsArray, ...ids: unknown[]): Path {
  const route = parts.join('{id}');
  const segments = ids.map((id, index) => {
    if (id === '.' || id === '..') refuse(route, 'id', 'must not be "." or ".."');
    return encode(route, 'id', id) + parts[index + 1];
  });
  return { path: parts[0] + segments.join(''), route };
}

/**
 * Adds a query parameter to a path; the route stays without it.
 *
 * @throws {@link PromptCrafterValidationError} when the value is empty or cannot be carried.
 */
export function withQuery({ path, route }: Path, name: string, value: unknown): Path {
  return { path: `${path}?${name}=${encode(route, name, value)}`, route };
}
