import * as crypto from 'node:crypto';

/** 128 bits: nobody meets two logs that hold something else and have the same ones. */
const length = 22;

/** A short text that logs have in common which hold the same, and no others. */
export const hashContent = (contentKey: string): string => hash(contentKey).slice(0, length);

function hash(text: string): string {
  // Where it is there, it takes half the time of an object that is asked step by step.
  const { hash: hashAtOnce } = crypto as Partial<typeof crypto>;
  if (hashAtOnce) return hashAtOnce('sha256', text, 'base64url');
  return crypto.createHash('sha256').update(text).digest('base64url');
}
