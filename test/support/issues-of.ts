import { toIssues } from '../../src/client/transport/to-error.ts';
import type { Schema } from '../../src/core/schemas/schema.ts';

/** What a schema finds wrong, as `path message`; an empty array where it finds nothing. */
export function issuesOf(schema: Schema<unknown>, value: unknown): string[] {
  const checked = schema.safeParse(value);
  if (checked.success) return [];
  return toIssues(checked.error.issues).map(({ path, message }) => `${path || 'it'} ${message}`);
}
