/** The columns of an export, which have the API's names. Meta is the last line of the notes. */
export const exportColumns = [
  '_id',
  'promptId',
  'output',
  'modelUsed',
  'notes',
  'score',
  'createdAt',
] as const;

/** Columns that an import reads. */
export const inputColumns = ['promptId', 'output', 'modelUsed', 'notes', 'score'] as const;

/** Columns without which there is no log. */
export const requiredColumns = ['promptId', 'output', 'modelUsed'] as const;

/** Columns that the API fills in by itself; an import leaves them out. */
export const setByApi: readonly string[] = ['_id', 'ownerId', 'createdAt', 'updatedAt'];
