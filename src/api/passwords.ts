import type { Awaitable } from './store.ts';

/** Who waits for a password, so that one client cannot keep the others waiting. */
export interface PasswordCaller {
  /** The address of the client. */
  readonly address: string | undefined;
  /** Is aborted when the client has left: what has not begun then is given up. */
  readonly signal: AbortSignal;
}

/** How passwords are kept: the API sees nothing of the method. */
export interface Passwords {
  hash(password: string, caller?: PasswordCaller): Awaitable<string>;
  /**
   * A hash of `undefined` matches nothing, and takes as long to find out. What `mayBegin` throws,
   * once it is this password's turn, is what the call fails with.
   */
  isMatch(
    password: string,
    hash: string | undefined,
    caller?: PasswordCaller,
    mayBegin?: () => void,
  ): Awaitable<boolean>;
}

/**
 * Two keyboards can encode one password in two ways. This is the form in which it is kept, as
 * RFC 8265 has it.
 */
export function toPasswordForm(password: string): string {
  return password.normalize('NFC');
}
