import { PromptCrafterError, PromptCrafterValidationError } from '../core/errors.ts';
import { isNoLogs } from '../core/is-no-logs.ts';
import { isOutage } from '../core/is-outage.ts';

/** What a failed attempt means for the log that it was to store, and for the others. */
export interface Verdict {
  /**
   * `outage`: trying later may help. `hold`: nothing will get through until there is another token.
   * `refused`: this log will never be stored.
   */
  readonly kind: 'outage' | 'hold' | 'refused';
  /** Whether the attempt may have stored the log although it failed. */
  readonly isDoubtful: boolean;
  /** Milliseconds that the server asked to wait. */
  readonly retryAfter?: number | undefined;
}

/** What a validation error complains of that no log can be blamed for. */
const settings = ['token', 'baseUrl', 'headers'];

/** Judges what `createLog` rejected with. */
export function judgeFailure(error: unknown): Verdict {
  // Whoever aborts a request does not know what became of it.
  if (!(error instanceof PromptCrafterError)) return { kind: 'outage', isDoubtful: true };
  if (error instanceof PromptCrafterValidationError) {
    const isOfClient = error.issues.every(({ path }) =>
      settings.includes(path.split('.')[0] ?? ''),
    );
    return { kind: isOfClient ? 'hold' : 'refused', isDoubtful: false };
  }
  const isDoubtful = error.outcome === 'unknown';
  const { status, retryAfter } = error;
  if (status === 401) return { kind: 'hold', isDoubtful };
  const isRefused = status !== undefined && status >= 400 && !isOutage(error);
  return { kind: isRefused ? 'refused' : 'outage', isDoubtful, retryAfter };
}

/** Judges what a list of logs rejected with; `empty` is a prompt without logs. */
export function judgeLookFailure(error: unknown): Verdict['kind'] | 'empty' {
  return isNoLogs(error) ? 'empty' : judgeFailure(error).kind;
}
