import { isErrorLike } from '../../core/error-like.ts';
import type { RowError } from './row.ts';

/** What a report can say of whatever a task or a scorer threw. */
export function toRowError(error: unknown, step: RowError['step'], scorer?: string): RowError {
  return { step, ...(scorer !== undefined && { scorer }), ...toErrorText(error) };
}

/** Name and message of whatever was thrown: anything can be, also what cannot be made a text. */
export function toErrorText(error: unknown): Pick<RowError, 'name' | 'message'> {
  try {
    return isErrorLike(error)
      ? { name: String(error.name), message: error.message }
      : { name: 'Error', message: String(error) };
  } catch {
    return { name: 'Error', message: 'What was thrown has no text.' };
  }
}
