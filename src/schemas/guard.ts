import type * as z from 'zod/v4/core';

/** Whether a value is plainly right; where it is not, only the schema knows. */
export type Guard = (value: unknown) => boolean;

const isString: Guard = (value) => typeof value === 'string';
const isNeverPlain: Guard = () => false;

/**
 * Reads a schema and makes a guard for the values that most answers hold: a list of 100 000 records
 * costs no more than parsing its JSON. What the guard does not let through goes to the schema,
 * which alone says what is wrong, so that a guard need not know all that a schema can be.
 */
export function toGuard(schema: z.$ZodType): Guard {
  const { def } = (schema as z.$ZodTypes)._zod;
  if (def.checks?.length) return isNeverPlain;
  switch (def.type) {
    case 'string':
      return isString;
    case 'number':
      return Number.isFinite;
    case 'array': {
      const isItem = toGuard(def.element);
      return (value) => Array.isArray(value) && value.every(isItem);
    }
    case 'optional': {
      const isInner = toGuard(def.innerType);
      return (value) => value === undefined || isInner(value);
    }
    default:
      return isNeverPlain;
  }
}

/** A guard for objects that may have other fields too. */
export function toObjectGuard(shape: z.$ZodShape): Guard {
  const fields = Object.entries(shape).map(([key, schema]) => ({ key, isRight: toGuard(schema) }));
  return (value) => {
    if (typeof value !== 'object' || value === null) return false;
    for (const { key, isRight } of fields) {
      if (!isRight((value as Record<string, unknown>)[key])) return false;
    }
    return true;
  };
}
