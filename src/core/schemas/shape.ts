import * as z from 'zod/v4/core';
import { type Field, mustBe } from './fields.ts';
import type { Guard, Unchecked } from './guard.ts';

/** One thing that is wrong with a value. */
interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** What a schema says of a value. */
type Checked<T> =
  | { readonly success: true; readonly data: T }
  | { readonly success: false; readonly error: { readonly issues: readonly Issue[] } };

type Check<T> = (value: unknown) => Checked<T>;

/** What checks a value, and delivers what is to be used of it. */
export interface Schema<T> {
  readonly safeParse: Check<T>;
}

/** A schema for each field of an interface: a field that is missing here does not compile. */
export type Shape<T> = {
  readonly [K in keyof Required<T>]: undefined extends T[K] ? Field<T[K] | undefined> : Field<T[K]>;
};

/** The schema of each field, by its name. */
type FieldSchemas = readonly (readonly [name: string, schema: z.$ZodType])[];

/** What an object holds. */
type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const deliver = <T>(data: T) => ({ success: true, data }) as const;

const refuse = (issues: readonly Issue[]) => ({ success: false, error: { issues } }) as const;

const mustBeObject = mustBe('an object');

/** What is wrong with one part of a value, as parts of the value. */
const listIssues = (key: PropertyKey, checked: Checked<unknown>): readonly Issue[] =>
  checked.success
    ? []
    : checked.error.issues.map(({ path, message }) => ({ path: [key, ...path], message }));

/**
 * What the API answers: unknown fields are kept, and optional ones that come as `null` are
 * delivered as absent, so that their types are true.
 */
export function createRecordSchema<T>(shape: Shape<T>, isPlain?: Guard<T>): Schema<T> {
  const toSchemas = createLazySchemas(shape);
  const check = createFieldsCheck(toSchemas, isPlain);
  let optional: readonly string[] | undefined;
  return createObjectSchema((fields) => {
    if (isPlain?.(fields as Unchecked<T>)) return deliver(fields as T);
    optional ??= listOptional(toSchemas());
    return check(withoutNulls(fields, optional));
  });
}

/** What the API is sent: the fields that are listed and no others. */
export function createInputSchema<T>(shape: Shape<T>, isPlain?: Guard<T>): Schema<T> {
  const check = createFieldsCheck(createLazySchemas(shape), isPlain);
  const keys = Object.keys(shape);
  return createObjectSchema((fields) => check(pick(fields, keys)));
}

function createObjectSchema<T>(check: (fields: Fields) => Checked<T>): Schema<T> {
  return {
    safeParse: (value) =>
      isObject(value)
        ? check(value)
        : refuse([{ path: [], message: mustBeObject({ input: value }) }]),
  };
}

/** Asks the guard first, once nulls are out and fields picked, and zod only for what it refuses. */
function createFieldsCheck<T>(
  toSchemas: () => FieldSchemas,
  isPlain: Guard<T> | undefined,
): (fields: Fields) => Checked<T> {
  return (fields) => {
    if (isPlain?.(fields as Unchecked<T>)) return deliver(fields as T);
    const issues = toSchemas().flatMap(([key, schema]) =>
      listIssues(key, z.safeParse(schema, fields[key])),
    );
    return issues.length > 0 ? refuse(issues) : deliver(fields as T);
  };
}

/** Builds the schemas when a value first needs them: a program that only logs may never see one. */
function createLazySchemas(shape: object): () => FieldSchemas {
  const fields: [string, Field<unknown>][] = Object.entries(shape);
  let schemas: FieldSchemas | undefined;
  return () => {
    schemas ??= fields.map(([key, build]) => [key, build()]);
    return schemas;
  };
}

const listOptional = (schemas: FieldSchemas) =>
  schemas.filter(([, schema]) => schema instanceof z.$ZodOptional).map(([key]) => key);

function withoutNulls(fields: Fields, keys: readonly string[]): Fields {
  if (!keys.some((key) => fields[key] === null)) return fields;
  const record = { ...fields };
  for (const key of keys) if (record[key] === null) delete record[key];
  return record;
}

function pick(fields: Fields, keys: readonly string[]): Fields {
  const picked: Record<string, unknown> = {};
  for (const key of keys) {
    const field = fields[key];
    if (field !== undefined) picked[key] = field;
  }
  return picked;
}

/** A list of records. What of them has to be changed is changed in the list itself. */
export function createListSchema<T>(record: Schema<T>): Schema<T[]> {
  return {
    safeParse(value) {
      if (!Array.isArray(value)) return refuse([{ path: [], message: 'must be an array' }]);
      const issues: Issue[] = [];
      for (let index = 0; index < value.length; index += 1) {
        const checked = record.safeParse(value[index]);
        if (checked.success) value[index] = checked.data;
        else issues.push(...listIssues(index, checked));
      }
      return issues.length > 0 ? refuse(issues) : deliver(value);
    },
  };
}
