import { isErrorLike } from '../../core/error-like.ts';
import type { RowError } from './row.ts';

/** What a report can say of whatever a task or a scorer threw. */
export function toRowError(error: unknown, step: RowError['step'], scorer?: string): RowError {
  const isError = isErrorLike(error);
  return {
    step,
    ...(scorer !== undefined && { scorer }),
    name: isError ? String(error.name) : 'Error',
    message: isError ? error.message : String(error),
  };
}
