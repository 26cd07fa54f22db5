import * as z from 'zod/mini';

/** One schema for each field of an interface: a field that is missing here does not compile. */
export type Shape<T> = {
  [K in keyof Required<T>]: undefined extends T[K]
    ? z.ZodMiniType<T[K] | null | undefined>
    : z.ZodMiniType<T[K]>;
};

type OptionalKeys<T> = { [K in keyof T]-?: undefined extends T[K] ? K : never }[keyof T];

/** What an issue says: `is required and must be a string`, `must be a string`. */
export const mustBe = (what: string) => ({
  error: ({ input }: { readonly input?: unknown }) =>
    input === undefined ? `is required and must be ${what}` : `must be ${what}`,
});

/** A string of the API's records. */
export const text = z.string(mustBe('a string'));

/** A string that says something. */
export const nonEmptyText = text.check(z.refine((value) => value !== '', 'must not be empty'));

/**
 * A string of `min` to `max` characters. Whether the API counts UTF-16 units or code points is
 * its own affair: only what is too short or too long either way is refused here.
 */
export const textOfLength = (min: number, max: number) =>
  text.check(
    z.refine(
      (value) => value.length >= min && (value.length <= max || Array.from(value).length <= max),
      `must have ${min} to ${max} characters`,
    ),
  );

/**
 * What the API answers: unknown fields are kept, and optional ones that come as `null` are
 * delivered as absent, so that their types are true.
 */
export function createRecordSchema<T>(
  shape: Shape<T>,
  ...optional: OptionalKeys<T>[]
): z.ZodMiniType<T> {
  const withoutNulls = z.overwrite<Record<PropertyKey, unknown>>((record) => {
    for (const key of optional) if (record[key] === null) delete record[key];
    return record;
  });
  const schema: z.ZodMiniType = z.looseObject(shape, mustBe('an object')).check(withoutNulls);
  return schema as z.ZodMiniType<T>;
}

/** What the API is sent: the fields that are listed and no others. */
export function createInputSchema<T>(shape: Shape<T>): z.ZodMiniType<T> {
  const schema: z.ZodMiniType = z.object(shape, mustBe('an object'));
  return schema as z.ZodMiniType<T>;
}
