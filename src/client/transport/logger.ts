import { callSafely } from '../../core/call-safely.ts';
import type { PromptCrafterError } from '../../core/errors.ts';

/** Which events a logger gets; each level includes those after it. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'off';

/** One thing that happened to a call. It never holds a token, a body, an id or a query. */
export interface LogEvent {
  /** HTTP method. */
  readonly method: string;
  /** Path template: `/prompts/{id}`. */
  readonly route: string;
  /** Which request of the call it was, from 1 on; 0 before the first. */
  readonly attempt: number;
  /** HTTP status, if one was answered. */
  readonly status?: number;
  /** Milliseconds since the call began. */
  readonly duration: number;
  /** Name of the error class, where something failed. */
  readonly error?: string;
  /** Milliseconds until the next attempt, where there is one. */
  readonly retryIn?: number;
}

/**
 * Gets the events of a client; `console` is one. `debug`: a request goes out. `info`: it was
 * answered. `warn`: it failed and is tried again. `error`: the call failed.
 */
export type Logger = Partial<
  Record<Exclude<LogLevel, 'off'>, (message: string, event: LogEvent) => void>
>;

/** The levels, the most verbose first. */
export const logLevels: readonly LogLevel[] = ['debug', 'info', 'warn', 'error', 'off'];

/** Passes the events of a level and above to a logger. If the logger throws or rejects, no call fails. */
export function createReporter(logger: Logger, level: LogLevel) {
  const lowest = logLevels.indexOf(level);
  return (eventLevel: Exclude<LogLevel, 'off'>, event: () => LogEvent, message?: string): void => {
    if (logLevels.indexOf(eventLevel) < lowest) return;
    callSafely(() => {
      const told = event();
      return logger[eventLevel]?.(message ?? toMessage(told), told);
    });
  };
}

/** Reports an event at a level; the event is made only if the logger gets it. */
export type Reporter = ReturnType<typeof createReporter>;

function toMessage({ method, route, attempt, status, error, retryIn, duration }: LogEvent): string {
  const parts = [`promptcrafter ${method} ${route}`];
  if (attempt > 0) parts.push(`attempt ${attempt}`);
  if (status !== undefined) parts.push(`HTTP ${status}`);
  if (error !== undefined) parts.push(error);
  if (retryIn !== undefined) parts.push(`again in ${Math.round(retryIn)} ms`);
  return `${parts.join(', ')} (${Math.round(duration)} ms)`;
}

/** What the logger gets of an error. */
export const toReported = ({ name, status }: PromptCrafterError) => ({
  error: name,
  ...(status !== undefined && { status }),
});
