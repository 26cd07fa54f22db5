/** Whether a record may be stored under an id. */
export function isStorableId(id: string): boolean {
  return id !== '' && id.length <= 100 && !/\p{Cc}/u.test(id);
}

/**
 * Whether an id that no record has could be one: `prompt104`, 24 hex digits or a UUID, as in the
 * published examples. What looks otherwise is malformed.
 */
export function looksLikeId(id: string): boolean {
  return /^([a-z]+\d+|[\da-f]{24}|[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12})$/i.test(id);
}
