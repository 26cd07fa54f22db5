import {
  PromptCrafterConnectionError,
  PromptCrafterError,
  PromptCrafterResponseError,
} from './errors.ts';
import { isPlatformNotFound } from './is-platform-not-found.ts';

/**
 * Whether a call failed because the API is away, so that its answer is still to come. A refusal
 * (400, 401, 403, 404 and the like) is an answer.
 */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof PromptCrafterError)) return false;
  if (error instanceof PromptCrafterConnectionError) return true;
  if (error instanceof PromptCrafterResponseError) return true;
  const { status } = error;
  if (status === undefined) return false;
  return status === 408 || status === 429 || status >= 500 || isPlatformNotFound(error);
}
