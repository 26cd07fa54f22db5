/** What clients may take of time and of memory. */
export interface Limits {
  /**
   * Bytes of one request's body.
   * @defaultValue 10 MiB
   */
  readonly bodyBytes: number;
  /**
   * Bytes of all bodies that are under way.
   * @defaultValue 64 MiB
   */
  readonly allBodyBytes: number;
  /**
   * Bytes of answers that their clients have not read yet, all together.
   * @defaultValue 64 MiB
   */
  readonly unreadBytes: number;
  /**
   * How many clients may be connected.
   * @defaultValue 1 000
   */
  readonly connections: number;
  /**
   * Milliseconds for the head of a request to come in.
   * @defaultValue 10 s
   */
  readonly headMs: number;
  /**
   * Milliseconds for a whole request to come in.
   * @defaultValue 60 s
   */
  readonly requestMs: number;
  /**
   * Milliseconds that a connection is kept on which nothing is asked.
   * @defaultValue 120 s
   */
  readonly idleMs: number;
  /**
   * Milliseconds in which the rest of a refused request may come in.
   * @defaultValue 1 s
   */
  readonly lingerMs: number;
  /**
   * Milliseconds for the answers under way when the server closes.
   * @defaultValue 2.5 s
   */
  readonly closeMs: number;
}

const mebibyte = 1024 * 1024;

export const defaultLimits: Limits = {
  bodyBytes: 10 * mebibyte,
  allBodyBytes: 64 * mebibyte,
  unreadBytes: 64 * mebibyte,
  connections: 1_000,
  headMs: 10_000,
  requestMs: 60_000,
  idleMs: 120_000,
  lingerMs: 1_000,
  closeMs: 2_500,
};
