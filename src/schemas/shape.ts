import * as z from 'zod/v4/core';
import { mustBe } from './fields.ts';
import { toObjectGuard } from './guard.ts';

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
  return createLazySchema(() => {
    const shape: Readonly<Record<string, z.$ZodType>> = toShape();
    const optional = Object.keys(shape).filter((key) => shape[key] instanceof z.$ZodOptional);
    const schema = createInputSchema<T>(() => shape as Shape<T>);
    const isPlain = toObjectGuard(shape);
    return (value) => {
      if (isPlain(value)) return deliver(value as T);
      const record = withoutNulls(value, optional);
      if (isPlain(record)) return deliver(record as T);
      const checked = schema.safeParse(record);
      // Not what the schema delivers: it leaves out what it does not know.
      return checked.success ? deliver(record as T) : checked;
    };
  });
}

function withoutNulls(value: unknown, keys: readonly PropertyKey[]): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const record: Record<PropertyKey, unknown> = { ...value };
  for (const key of keys) if (record[key] === null) delete record[key];
  return record;
}

/** What the API is sent: the fields that are listed and no others. */
export function createInputSchema<T>(toShape: () => Shape<T>): LazySchema<T> {
  return createLazySchema(() => {
    const schema = new z.$ZodObject({
      type: 'object',
      shape: toShape(),
      error: mustBe('an object'),
    });
    return (value) => z.safeParse(schema, value) as Checked<T>;
  });
}

/** A list of records. What of them has to be changed is changed in the list itself. */
export function createListSchema<T>(record: LazySchema<T>): LazySchema<T[]> {
  return {
    safeParse(value) {
      if (!Array.isArray(value)) return refuse([{ path: [], message: 'must be an array' }]);
      const issues: Issue[] = [];
      for (let index = 0; index < value.length; index += 1) {
        const checked = record.safeParse(value[index]);
        if (checked.success) {
          value[index] = checked.data;
          continue;
        }
        for (const { path, message } of checked.error.issues) {
          issues.push({ path: [index, ...path], message });
        }
      }
      return issues.length > 0 ? refuse(issues) : deliver(value);
    },
  };
}
