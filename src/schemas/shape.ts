import * as z from 'zod/v4/core';
import { mustBe } from './fields.ts';
import { type FieldSchemas, type Fields, isObject, toFieldsGuard } from './guard.ts';

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

/** A schema that is built when it is first asked: a program that logs needs two of them. */
export interface LazySchema<T> {
  readonly safeParse: Check<T>;
}

/** One schema for each field of an interface: a field that is missing here does not compile. */
export type Shape<T> = {
  readonly [K in keyof Required<T>]: undefined extends T[K]
    ? z.$ZodType<T[K] | undefined>
    : z.$ZodType<T[K]>;
};

const deliver = <T>(data: T) => ({ success: true, data }) as const;

const refuse = (issues: readonly Issue[]) => ({ success: false, error: { issues } }) as const;

const mustBeObject = mustBe('an object');

/** What is wrong with one part of a value, as parts of the value. */
const listIssues = (key: PropertyKey, checked: Checked<unknown>): readonly Issue[] =>
  checked.success
    ? []
    : checked.error.issues.map(({ path, message }) => ({ path: [key, ...path], message }));

function createLazySchema<T>(build: () => Check<T>): LazySchema<T> {
  let check: Check<T> | undefined;
  return {
    safeParse(value) {
      check ??= build();
      return check(value);
    },
  };
}

/**
 * What the API answers: unknown fields are kept, and optional ones that come as `null` are
 * delivered as absent, so that their types are true.
 */
export function createRecordSchema<T>(toShape: () => Shape<T>): LazySchema<T> {
  return createObjectSchema(toShape, (shape) => {
    const optional = Object.keys(shape).filter((key) => shape[key] instanceof z.$ZodOptional);
    return (fields) => withoutNulls(fields, optional);
  });
}

/** What the API is sent: the fields that are listed and no others. */
export function createInputSchema<T>(toShape: () => Shape<T>): LazySchema<T> {
  return createObjectSchema(toShape, (shape) => {
    const keys = Object.keys(shape);
    return (fields) => pick(fields, keys);
  });
}

function createObjectSchema<T>(
  toShape: () => Shape<T>,
  toPrepare: (shape: FieldSchemas) => (fields: Fields) => Fields,
): LazySchema<T> {
  return createLazySchema(() => {
    const shape: FieldSchemas = toShape();
    const prepare = toPrepare(shape);
    const isPlain = toFieldsGuard(shape);
    return (value) => {
      if (!isObject(value)) return refuse([{ path: [], message: mustBeObject({ input: value }) }]);
      const fields = prepare(value);
      if (isPlain(fields)) return deliver(fields as T);
      const issues = Object.entries(shape).flatMap(([key, schema]) =>
        listIssues(key, z.safeParse(schema, fields[key])),
      );
      return issues.length > 0 ? refuse(issues) : deliver(fields as T);
    };
  });
}

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
export function createListSchema<T>(record: LazySchema<T>): LazySchema<T[]> {
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
