import * as z from 'zod/mini';

/** A zod schema for each field of an interface: a field that is forgotten does not compile. */
export type Fields<T> = { readonly [K in keyof Required<T>]: z.ZodMiniType<T[K]> };

/** What zod says is wrong: `is required and must be a string`, `must be a string`. */
export const mustBe =
  (what: string) =>
  ({ input }: { readonly input?: unknown }) =>
    input === undefined ? `is required and must be ${what}` : `must be ${what}`;

/** A string. */
export const text = z.string({ error: mustBe('a string') });

/** A string that is not empty. */
export const nonEmptyText = text.check(z.minLength(1, 'must not be empty'));

/**
 * A string of `min` to `max` characters. It is not known whether the API counts UTF-16 units or code
 * points: only what is too short or too long by both counts is refused.
 */
export function textOfLength(min: number, max: number) {
  const isRight = (value: string) =>
    value.length >= min && (value.length <= max || Array.from(value).length <= max);
  return text.check(
    z.refine(isRight, `must have ${min} to ${max} characters`),
    z.meta({ minLength: min, maxLength: max }),
  );
}

/** A number that JSON can hold. */
export const number = z.number({ error: mustBe('a number') });

/** An integer from `min` to `max`. */
export function integer(min: number, max: number) {
  const isRight = (value: number) => Number.isInteger(value) && value >= min && value <= max;
  return number.check(
    z.refine(isRight, `must be an integer from ${min} to ${max}`),
    z.meta({ type: 'integer', minimum: min, maximum: max }),
  );
}

/** How many issues are reported at most. */
export const mostIssues = 20;

/**
 * An array of strings, checked up to its twentieth wrong element: an answer of 600 bytes can unpack
 * to an array of millions, and zod describes each wrong one.
 */
export const texts = z.pipe(
  z.transform(cutBehindWrongTexts),
  z.array(text, { error: mustBe('an array of strings') }),
);

function cutBehindWrongTexts(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  let wrong = 0;
  // Not `filter`: it may be the array's own, and passes over holes, which are as wrong as `undefined`.
  for (let index = 0; index < value.length; index += 1) {
    if (typeof value[index] !== 'string') wrong += 1;
    if (wrong === mostIssues) return value.slice(0, index + 1);
  }
  return value;
}

/** A field that may be absent. */
export const optional = <T extends z.ZodMiniType>(field: T) => z.optional(field);
