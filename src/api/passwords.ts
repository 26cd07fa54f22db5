import type { Awaitable } from './store.ts';

/** How passwords are kept: the API sees nothing of the method. */
export interface Passwords {
  hash(password: string): Awaitable<string>;
  /** A hash of `undefined` matches nothing, and takes as long to find out. */
  isMatch(password: string, hash: string | undefined): Awaitable<boolean>;
}
