import type { PromptCrafterError } from '../../core/errors.ts';
import type { ServerClock } from '../../core/server-clock.ts';
import type { Attempted } from './attempt.ts';
import type { Run } from './run.ts';

/** What the transport can do for a call. */
export interface Carrier {
  readonly clock: ServerClock;
  /** Sends once. */
  send<T>(run: Run): Promise<Attempted<T>>;
  /** Sends until it is answered. */
  request<T>(run: Run): Promise<T>;
  /** Waits before the next attempt, or rejects with the error where there is none. */
  pause(run: Run, error: PromptCrafterError, atLeast?: number): Promise<void>;
}
