/** A copy of a record and of all that it holds, so that no caller changes what another one gets. */
export function copyRecord<T>(record: T): T {
  if (Array.isArray(record)) return record.map(copyRecord) as T;
  if (typeof record !== 'object' || record === null) return record;
  return Object.fromEntries(
    Object.entries(record).map(([field, value]) => [field, copyRecord(value)]),
  ) as T;
}
