/** Whether a value can be gone through. A text can, but is no list of logs. */
export function isList(value: unknown): boolean {
  const { [Symbol.iterator]: iterator, [Symbol.asyncIterator]: asyncIterator } = Object(value);
  const isIterable = typeof iterator === 'function' || typeof asyncIterator === 'function';
  return typeof value !== 'string' && isIterable;
}

/** Says what a value is that is no list, for whoever gave it. */
export function describeNoList(value: unknown): string {
  if (value === undefined || value === null) return `is ${value}`;
  return typeof Object(value).then === 'function' ? 'is a promise' : 'is no list';
}

/** Whether an item of a list may be a log. */
export const isLog = (item: unknown) => typeof item === 'object' && item !== null;
