/** What an object holds where one of an interface is expected. */
export type Unchecked<T> = { readonly [K in keyof Required<T>]: unknown };

/**
 * Whether the fields of an object are plainly right. It is asked before zod, which takes as long for
 * a list as `fetch` and `JSON.parse` do. What it does not let through goes to the schemas, which alone
 * say what is wrong: it may refuse what is right, and must not let through what is wrong.
 *
 * Each is written out, for what comes in lists or is sent often: one loop over the names of fields for
 * all of them takes five times as long.
 */
export type Guard<T> = (fields: Unchecked<T>) => boolean;

export const isText = (value: unknown) => typeof value === 'string';

export const isNonEmptyText = (value: unknown) => isText(value) && value !== '';

export function areTexts(value: unknown): boolean {
  if (!Array.isArray(value)) return false;
  // Not the method `every`: it passes over holes. Nor `of`: an iterator may tell something else.
  for (let index = 0; index < value.length; index += 1) if (!isText(value[index])) return false;
  return true;
}

export const isIntegerWithin = (value: unknown, min: number, max: number) =>
  Number.isInteger(value) && (value as number) >= min && (value as number) <= max;
