import {
  AuthenticationError,
  ForbiddenError,
  NotFoundError,
  PromptCrafterAPIError,
  PromptCrafterConnectionError,
  PromptCrafterResponseError,
  PromptCrafterTimeoutError,
  PromptCrafterValidationError,
  RateLimitError,
  ServerError,
} from 'promptcrafter-client';

/** What went wrong, in the words of whoever looks at the page, and what to do about it. */
export interface ErrorDescription {
  readonly title: string;
  readonly text: string;
  /** Whether the same call may succeed later. */
  readonly mayPass: boolean;
}

export function describeError(error: unknown): ErrorDescription {
  if (error instanceof AuthenticationError) {
    return {
      title: 'Email and password do not match',
      text: 'Look at both again: passwords tell capitals from small letters.',
      mayPass: false,
    };
  }
  if (error instanceof ForbiddenError) {
    return {
      title: 'This prompt belongs to somebody else',
      text: 'Ask its owner, or choose one of your own from the list.',
      mayPass: false,
    };
  }
  if (error instanceof NotFoundError) {
    return {
      title: 'There is no such prompt',
      text: 'It may have been deleted. Choose another one from the list.',
      mayPass: false,
    };
  }
  if (error instanceof RateLimitError) {
    const seconds = Math.ceil((error.retryAfter ?? 60_000) / 1000);
    return {
      title: 'The API asks for a pause',
      text: `Too many requests have come from here. Wait ${seconds} seconds, then try again.`,
      mayPass: true,
    };
  }
  if (error instanceof ServerError) {
    return {
      title: 'The API has a problem',
      text: `It answered “${error.message}”. Nothing is lost: try again in a minute.`,
      mayPass: true,
    };
  }
  // A timeout is also a connection error, so that it is asked for first.
  if (error instanceof PromptCrafterTimeoutError) {
    return {
      title: 'The API takes too long',
      text: 'It gave no complete answer in time. Try again, or come back later.',
      mayPass: true,
    };
  }
  if (error instanceof PromptCrafterConnectionError) {
    return {
      title: 'The API cannot be reached',
      text: 'Look at your network connection, and whether the API is running. Then try again.',
      mayPass: true,
    };
  }
  if (error instanceof PromptCrafterResponseError) {
    return {
      title: 'This is not an answer of PromptCrafter',
      text: 'Something else answers at the address of the API: look whether it is the right one.',
      mayPass: true,
    };
  }
  if (error instanceof PromptCrafterValidationError) {
    return {
      title: 'This cannot be sent',
      text: error.issues.map(({ path, message }) => `${path} ${message}.`).join(' '),
      mayPass: false,
    };
  }
  if (error instanceof PromptCrafterAPIError) {
    return { title: 'The API refuses this', text: error.message, mayPass: false };
  }
  // A mistake of the page itself: the console shows where.
  console.error(error);
  return { title: 'Something went wrong', text: 'Load the page again.', mayPass: false };
}
