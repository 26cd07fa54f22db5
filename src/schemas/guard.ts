import * as z from 'zod/v4/core';

/** Whether a value is plainly right; where it is not, only the schema knows. */
type Guard = (value: unknown) => boolean;

/** What an object holds. */
export type Fields = Readonly<Record<string, unknown>>;

/** A schema for each field of an object. */
export type FieldSchemas = Readonly<Record<string, z.$ZodType>>;

const isString: Guard = (value) => typeof value === 'string';
const isNeverPlain: Guard = () => false;

/**
 * Reads a schema and makes a guard for the values that most calls send and receive: checking a list
 * of records costs a fifth of parsing its JSON. What the guard does not let through goes to the
 * schema, which alone says what is wrong, so that a guard need not know all that a schema can be.
 */
function toGuard(schema: z.$ZodType): Guard {
  const { def } = (schema as z.$ZodTypes)._zod;
  const conditions = (def.checks ?? []).map(toCondition);
  const isOfType = toTypeGuard(def);
  if (conditions.length === 0) return isOfType;
  return (value) => isOfType(value) && conditions.every((isMet) => isMet(value));
}

function toTypeGuard(def: z.$ZodTypes['_zod']['def']): Guard {
  // A format is checked, and a coerced value made, by the class itself.
  if (!('format' in def || 'coerce' in def)) {
    if (def.type === 'string') return isString;
    if (def.type === 'number') return Number.isFinite;
  }
  switch (def.type) {
    case 'array': {
      const isItem = toGuard(def.element);
      return (value) => {
        if (!Array.isArray(value)) return false;
        // Not the method `every`: it passes over holes.
        for (const item of value) if (!isItem(item)) return false;
        return true;
      };
    }
    case 'optional': {
      const isInner = toGuard(def.innerType);
      return (value) => value === undefined || isInner(value);
    }
    default:
      return isNeverPlain;
  }
}

function toCondition(check: z.$ZodCheck<never>): Guard {
  if (!(check instanceof z.$ZodCustom)) return isNeverPlain;
  const { fn } = check._zod.def;
  return (value) => Boolean(fn(value));
}

/** A guard for what an object holds; it may hold other fields too. */
export function toFieldsGuard(shape: FieldSchemas): (fields: Fields) => boolean {
  const fields = Object.entries(shape).map(([key, schema]) => ({ key, isRight: toGuard(schema) }));
  return (value) => {
    for (const { key, isRight } of fields) if (!isRight(value[key])) return false;
    return true;
  };
}

export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
