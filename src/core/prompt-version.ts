import { sha256 } from '@noble/hashes/sha2.js';
import { toUtf8 } from './to-utf8.ts';

/**
 * The version of a prompt's content: the first 16 hex digits of the SHA-256 of its UTF-8. It is
 * computed at once, also in pages on plain http, which have no `crypto.subtle`.
 *
 * @example
 * ```ts
 * toPromptVersion('Explain {topic} to a ten-year-old.'); // '4d5393d8cd3aa56c'
 * ```
 */
export function toPromptVersion(content: string): string {
  const digest = sha256(toUtf8(content)).subarray(0, 8);
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
