import {
  PromptCrafterAPIError,
  PromptCrafterConnectionError,
  PromptCrafterResponseError,
} from '../core/errors.ts';

/**
 * Whether a call failed because the API is away, so that its answer is still to come. A refusal
 * (401, 403, 404 and the like) is an answer.
 */
export function isOutage(error: unknown): boolean {
  if (error instanceof PromptCrafterConnectionError) return true;
  if (error instanceof PromptCrafterResponseError) return true;
  if (!(error instanceof PromptCrafterAPIError)) return false;
  const { status, body } = error;
  if (status === 404) return isForeign(body);
  return status === 408 || status === 429 || status >= 500;
}

/** The API says `{ error }`, or `{ message }`; whoever says more is the platform before it. */
function isForeign(body: unknown): boolean {
  if (body === undefined) return false;
  if (typeof body !== 'object' || body === null) return true;
  return Object.keys(body).some((key) => key !== 'error' && key !== 'message');
}
