/** What JSON can hold. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue | undefined };

/** Deeper nesting is a mistake, and would end in a stack overflow where it is read. */
const deepest = 100;

/** Where a value holds what JSON cannot, and why. */
export class NotJson {
  readonly path: readonly PropertyKey[];
  readonly reason: string;
  constructor(path: readonly PropertyKey[], reason: string) {
    this.path = path;
    this.reason = reason;
  }
}

/**
 * Copies a value that consists of what JSON can hold, reading each part once. Fields that are
 * `undefined` are left out, as `JSON.stringify` does.
 *
 * @throws {@link NotJson} when a part of it is something else.
 */
export function copyJson(value: unknown, path: readonly PropertyKey[] = []): JsonValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return value;
    throw new NotJson(path, 'must be a finite number');
  }
  if (typeof value !== 'object') throw new NotJson(path, 'must be a JSON value');
  if (path.length >= deepest) throw new NotJson(path, `must not be nested deeper than ${deepest}`);
  if (Array.isArray(value)) {
    return Array.from(value, (item, index) => copyJson(item, [...path, index]));
  }
  if (!isPlainObject(value)) throw new NotJson(path, 'must be a JSON value');
  const copy: Record<string, JsonValue> = {};
  for (const key of Object.keys(value)) {
    const item = (value as Readonly<Record<string, unknown>>)[key];
    if (item === undefined) continue;
    // Not an assignment: `__proto__` is a key like any other.
    Object.defineProperty(copy, key, {
      value: copyJson(item, [...path, key]),
      configurable: true,
      enumerable: true,
      writable: true,
    });
  }
  return copy;
}

/** Known by its shape: a plain object of another realm has a prototype of its own. */
export function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Compact JSON whose keys are sorted by UTF-16 unit, at every depth. */
export function toSortedJson(value: JsonValue): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isArray(value)) return `[${value.map(toSortedJson).join(',')}]`;
  const fields = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${toSortedJson(value[key] ?? null)}`);
  return `{${fields.join(',')}}`;
}

const isArray = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);
