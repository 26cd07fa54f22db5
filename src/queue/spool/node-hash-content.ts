import { createHash } from 'node:crypto';

/** 128 bits: nobody meets two logs that hold something else and have the same ones. */
const length = 22;

/** A short text that logs have in common which hold the same, and no others. */
export const hashContent = (contentKey: string): string =>
  createHash('sha256').update(contentKey).digest('base64url').slice(0, length);
