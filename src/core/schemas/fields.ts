import * as z from 'zod/v4/core';
import { isIntegerWithin } from './guard.ts';

/**
 * Builds the schema of a field, once somebody asks for it. It is made of zod's classes themselves: its
 * functions, `zod/mini` included, bring methods along that nobody calls here, and cost a page 1.2 kB.
 */
export type Field<T> = () => z.$ZodType<T>;

/** What zod says is wrong: `is required and must be a string`, `must be a string`. */
export const mustBe =
  (what: string) =>
  ({ input }: { readonly input?: unknown }) =>
    input === undefined ? `is required and must be ${what}` : `must be ${what}`;

/** A condition beyond the type. */
function check<T>(isRight: (value: T) => boolean, message: string): z.$ZodCheck<T> {
  return new z.$ZodCustom({
    type: 'custom',
    check: 'custom',
    fn: (value) => isRight(value as T),
    error: () => message,
  }) as z.$ZodCheck<T>;
}

const textThat = (...checks: z.$ZodCheck<string>[]): z.$ZodType<string> =>
  new z.$ZodString({ type: 'string', error: mustBe('a string'), checks });

/** A string. */
export const text: Field<string> = () => textThat();

/** A string that says something. */
export const nonEmptyText: Field<string> = () =>
  textThat(check((value) => value !== '', 'must not be empty'));

/**
 * A string of `min` to `max` characters. Whether the API counts UTF-16 units or code points is
 * its own affair: only what is too short or too long either way is refused here.
 */
export const textOfLength =
  (min: number, max: number): Field<string> =>
  () =>
    textThat(
      check(
        (value) => value.length >= min && (value.length <= max || Array.from(value).length <= max),
        `must have ${min} to ${max} characters`,
      ),
    );

const numberThat = (...checks: z.$ZodCheck<number>[]): z.$ZodType<number> =>
  new z.$ZodNumber({ type: 'number', error: mustBe('a number'), checks });

/** A number that JSON can hold. */
export const number: Field<number> = () => numberThat();

/** An integer from `min` to `max`. */
export const integer =
  (min: number, max: number): Field<number> =>
  () =>
    numberThat(
      check(
        (value) => isIntegerWithin(value, min, max),
        `must be an integer from ${min} to ${max}`,
      ),
    );

/** An array of strings. */
export const texts: Field<string[]> = () =>
  new z.$ZodArray({
    type: 'array',
    element: text(),
    error: mustBe('an array of strings'),
  }) as z.$ZodType<string[]>;

/** What may be absent. */
export const optional =
  <T>(field: Field<T>): Field<T | undefined> =>
  () =>
    new z.$ZodOptional({ type: 'optional', innerType: field() }) as z.$ZodType<T | undefined>;
