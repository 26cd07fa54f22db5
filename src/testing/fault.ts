import type { OperationName } from './operation-name.ts';

/** An answer that the API itself would not give, such as a 503 of the platform before it. */
export interface StatusFault {
  readonly status: number;
  /**
   * Text is sent as HTML, anything else as JSON.
   * @defaultValue the error body of the API
   */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * Whether the request is carried out before it is answered like this.
   * @defaultValue `false`
   */
  readonly afterStore?: boolean;
}

/** The request waits this many milliseconds; then it is carried out, also when its caller left. */
export interface DelayFault {
  readonly delay: number;
}

/** The body arrives byte by byte, this many milliseconds apart. */
export interface DripFault {
  readonly drip: number;
}

/**
 * What goes wrong with a request.
 *
 * - `reset`: the connection breaks before the API looks at the request
 * - `reset-after-store`: it breaks once the request is carried out, before any answer
 * - `hang`, `hang-after-store`: the same, but without an end: no answer comes
 * - `cut-off`: carried out and answered, but the connection breaks half-way through the body
 * - `drip`: carried out, and the body arrives a byte every 5 ms
 *
 * An answer without a body cannot be cut off: it breaks before its headers instead.
 */
export type Fault =
  | 'reset'
  | 'reset-after-store'
  | 'hang'
  | 'hang-after-store'
  | 'cut-off'
  | 'drip'
  | StatusFault
  | DelayFault
  | DripFault;

/** A fault, and the requests that it hits. */
export interface FailOptions {
  readonly with: Fault;
  /** @defaultValue every request, also one to a route that the API lacks */
  readonly on?: OperationName | readonly OperationName[];
  /**
   * How many requests it hits; `Infinity` for all to come.
   * @defaultValue 1
   */
  readonly times?: number;
  /**
   * How likely a request is hit, from 0 to 1.
   * @defaultValue 1
   */
  readonly probability?: number;
}

/** Faults that hit at random. */
export interface FailRandomlyOptions {
  /** The same seed and the same order of requests give the same faults. */
  readonly seed: number;
  /** How likely a request is hit, from 0 to 1. */
  readonly rate: number;
  /** One of these hits it, each as likely as the others. */
  readonly faults: readonly Fault[];
  /** @defaultValue every request, also one to a route that the API lacks */
  readonly on?: OperationName | readonly OperationName[];
}
