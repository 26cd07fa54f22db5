type WithoutAbsent<T> = { [Key in keyof T]: Exclude<T[Key], undefined> };

/** Drops the fields that are `undefined`, which a record must not hold. */
export function withoutAbsent<T extends object>(fields: T): WithoutAbsent<T> {
  const present = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as WithoutAbsent<T>;
}
