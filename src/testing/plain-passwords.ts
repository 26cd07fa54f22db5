import type { Passwords } from '../api/passwords.ts';

/**
 * Passwords without hashing. They protect nothing, since the test itself gave them, and pages on plain
 * http and jsdom have no `crypto.subtle` to hash them with.
 */
export const plainPasswords: Passwords = {
  hash: (password) => password,
  isMatch: (password, hash) => password === hash,
};
