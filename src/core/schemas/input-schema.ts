import * as z from 'zod/mini';
import { type Fields, mustBe } from './fields.ts';

/** What the API sets by itself: a record that was read can be passed back. */
const setByApi = ['_id', 'ownerId', 'createdAt', 'updatedAt'];

/** What differs from input to input. */
export interface InputSchemaOptions {
  /** What the message says further of a field that the API does not know. */
  readonly advice?: string;
  /** Fields that are left out as well. */
  readonly ignored?: readonly string[];
}

/**
 * The schema of an object that the API is sent. Each field is read once, so that what was checked is
 * what is sent. A field that the API does not know is refused with `advice`; one that it sets by
 * itself, or that is `undefined`, is left out.
 */
export function createInputSchema<T>(
  fields: Fields<T>,
  { advice = '', ignored = [] }: InputSchemaOptions = {},
): z.ZodMiniType<T> {
  const object = z.strictObject(fields, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `must not have ${issue.keys.slice(0, 3).join(', ')}: the API has no such field${advice}`
        : mustBe('an object')(issue),
  });
  const names = Object.keys(fields);
  const leftOut = [...setByApi, ...ignored];
  const takeFields = z.transform((value: unknown) => readOnce(value, names, leftOut));
  return z.pipe(takeFields, object) as unknown as z.ZodMiniType<T>;
}

function readOnce(value: unknown, names: readonly string[], leftOut: readonly string[]): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const given = value as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(given).filter(
    (name) => !names.includes(name) && !leftOut.includes(name),
  );
  // Known fields may be inherited, as those of a class with getters are.
  const entries = [...names, ...unknown].map((name) => [name, given[name]] as const);
  return Object.fromEntries(entries.filter(([, field]) => field !== undefined));
}
