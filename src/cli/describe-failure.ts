import { isErrorLike } from '../core/error-like.ts';
import { CliError } from './cli-error.ts';
import type { LoginAdvice } from './connect.ts';

/** What a failure says by its shape. */
interface Failure {
  readonly name: string;
  readonly message: string;
  readonly status?: number;
}

/** Says of an error of the client what could not be done, why, and what to do about it. */
export function describeFailure(
  error: unknown,
  goal: string,
  baseUrl: string,
  advice?: LoginAdvice,
): unknown {
  if (!isErrorLike(error) || error instanceof CliError) return error;
  const { name, message, status } = error as Failure;
  if (!name.startsWith('PromptCrafter') && status === undefined) return error;
  if (status === undefined) {
    const isAway = name === 'PromptCrafterConnectionError' || name === 'PromptCrafterTimeoutError';
    return isAway ? new CliError(`${message} (The API is ${baseUrl}.)`) : error;
  }
  const reason = message.replace(/[.\s]+$/, '');
  return new CliError(`Failed to ${goal}: ${reason}. ${toAdvice(status, baseUrl, advice)}`);
}

function toAdvice(status: number, baseUrl: string, login: LoginAdvice | undefined): string {
  if (status === 401 && login) return login.renew;
  if (status === 403 && login) return login.asOwner;
  if (status === 404) return 'See promptcrafter-client prompts list for what there is.';
  if (status === 400) return 'Correct it.';
  if (status === 409) return 'Choose another.';
  return `Try again later, or see whether ${baseUrl} is the API.`;
}
