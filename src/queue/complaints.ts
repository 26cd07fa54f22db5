import { callSafely } from '../core/call-safely.ts';
import type { ClientConnection, ReportLevel } from '../core/connection.ts';

/** One thing about a queue that its owner should know. It never holds a log, or a token. */
export interface QueueEvent {
  /** What kind of thing it is. */
  readonly kind:
    | 'outage'
    | 'hold'
    | 'recovered'
    | 'failed'
    | 'dropped'
    | 'invalid'
    | 'left'
    | 'spool'
    | 'waitUntil';
  /** How many logs wait. */
  readonly pending: number;
  /** How many things of this kind the line stands for. */
  readonly count: number;
  /** HTTP status, if the API answered with one. */
  readonly status?: number;
  /** Name of the error class, where something failed. */
  readonly error?: string;
}

/** Where a queue tells what is wrong with it; `console` is one. */
export interface QueueLogger {
  /** Is never called: a logger may have it. */
  debug?(message: string, event: QueueEvent): void;
  /** Gets that trouble is over. */
  info?(message: string, event: QueueEvent): void;
  /** Gets trouble that passes by itself. */
  warn?(message: string, event: QueueEvent): void;
  /** Gets losses, and trouble that does not pass by itself. */
  error?(message: string, event: QueueEvent): void;
}

/** How often the same kind of trouble is told. */
const interval = 60_000;

/** Tells a logger what is wrong with a queue: one line for each kind of trouble, and minute. */
export class Complaints {
  readonly #tell: (level: ReportLevel, message: string, event: QueueEvent) => void;
  readonly #countPending: () => number;
  readonly #told = new Map<string, { at: number; since: number }>();

  constructor(
    logger: QueueLogger | undefined,
    connection: ClientConnection,
    countPending: () => number,
  ) {
    this.#countPending = countPending;
    this.#tell = (level, message, event) => {
      callSafely(() =>
        logger ? logger[level]?.(message, event) : connection.report(level, message, event),
      );
    };
  }

  /** Tells that trouble is over: whoever was told of it would believe that it lasts. */
  tellEnd(kind: QueueEvent['kind'], what: string): void {
    const event = { kind, pending: this.#countPending(), count: 1 };
    this.#tell('info', `promptcrafter queue: ${what}`, event);
  }

  /** Tells something, unless the same was told within the last minute: then it is `false`. */
  tell(
    level: ReportLevel,
    kind: QueueEvent['kind'],
    what: string,
    details: Pick<QueueEvent, 'status' | 'error'> = {},
  ): boolean {
    const now = performance.now();
    const topic = kind === 'failed' ? `${kind} ${details.status ?? details.error}` : kind;
    const told = this.#told.get(topic);
    if (told && now - told.at < interval) {
      told.since += 1;
      return false;
    }
    const count = 1 + (told?.since ?? 0);
    this.#told.set(topic, { at: now, since: 0 });
    const more = count > 1 ? ` (${count} times since this was said last)` : '';
    const event = { kind, pending: this.#countPending(), count, ...details };
    this.#tell(level, `promptcrafter queue: ${what}${more}`, event);
    return true;
  }
}
