import type { Passwords } from '../api/passwords.ts';

/**
 * Passwords as they are. They guard nothing, since the test that runs the API gave them, and a page
 * on plain http or jsdom has no `crypto.subtle` to hash them with.
 */
export const plainPasswords: Passwords = {
  hash: (password) => password,
  isMatch: (password, hash) => password === hash,
};
