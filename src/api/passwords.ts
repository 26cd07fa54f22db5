import type { Awaitable } from './store.ts';

/** The client that waits for a hash, so that one client cannot delay the others. */
export interface PasswordCaller {
  /** The address of the client. */
  readonly address: string | undefined;
  /** The email as {@link toEmailKey} has it. */
  readonly account: string;
  /** Is aborted when the client has left: work that has not begun is dropped. */
  readonly signal: AbortSignal;
}

/** Hashes passwords and compares them. */
export interface Passwords {
  hash(password: string, caller?: PasswordCaller): Awaitable<string>;
  /**
   * A hash of `undefined` matches nothing, and takes the same time. `mayBegin` is called when it is this
   * password's turn; if it throws, the call fails with that.
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
