import * as z from 'zod/mini';
import { type Fields, mustBe } from './fields.ts';

/**
 * The schema of an object that the API answers with: unknown fields are kept, and an optional field
 * that comes as `null` is delivered as absent, so that the types are true.
 */
export function createAnswerSchema<T>(fields: Fields<T>): z.ZodMiniType<T> {
  const optional = Object.entries<z.ZodMiniType>(fields)
    .filter(([, field]) => field.type === 'optional')
    .map(([name]) => name);
  const object = z.looseObject(fields, { error: mustBe('an object') });
  const dropNulls = z.transform((value: unknown) => withoutNulls(value, optional));
  return z.pipe(dropNulls, object) as unknown as z.ZodMiniType<T>;
}

function withoutNulls(value: unknown, names: readonly string[]): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const record = value as Readonly<Record<string, unknown>>;
  const nulls = names.filter((name) => record[name] === null);
  if (nulls.length === 0) return value;
  return Object.fromEntries(Object.entries(record).filter(([name]) => !nulls.includes(name)));
}
