import type { Schema } from '../../src/core/schemas/schema.ts';
import { issuesOf } from './issues-of.ts';

/** What a schema makes of a value that it lets through. */
export function parseWith<T>(schema: Schema<T>, value: unknown): T {
  const checked = schema.safeParse(value);
  if (!checked.success) throw new Error(issuesOf(schema, value).join('; '));
  return checked.data;
}
