/** What an object holds where one of an interface is expected. */
export type Unchecked<T> = { readonly [K in keyof Required<T>]: unknown };

/**
 * Whether the fields of an object are plainly right. It is asked before zod, which takes as long for
 * a list as `fetch` and `JSON.parse` do. What it does not let through goes to the schemas, which alone
 * say what is wrong: it may refuse what is right, and must not let through what is wrong.
 *
 * One is written out for each interface: a loop over the names of fields takes four times as long.
 */
export type Guard<T> = (fields: Unchecked<T>) => boolean;

export const isText = (value: unknown): value is string => typeof value === 'string';

export const isNonEmptyText = (value: unknown): value is string => isText(value) && value !== '';

export function areTexts(value: unknown): value is string[] {
  if (!Array.isArray(value)) return false;
  // Not the method `every`: it passes over holes.
  for (const item of value) if (!isText(item)) return false;
  return true;
}

export const isIntegerWithin = (value: unknown, min: number, max: number): value is number =>
  Number.isInteger(value) && (value as number) >= min && (value as number) <= max;
