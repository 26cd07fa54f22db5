/** What went wrong, in the words of whoever looks at the page, and what to do about it. */
export interface ErrorDescription {
  readonly title: string;
  readonly text: string;
  /** Whether the same call may succeed later. */
  readonly mayPass: boolean;
}

/** What is known of an error, also of one that came from a worker and lost its class on the way. */
export interface ErrorFacts {
  readonly name: string;
  readonly message: string;
  readonly retryAfter?: number | undefined;
  readonly issues?: readonly { readonly path: string; readonly message: string }[] | undefined;
}

/** What was asked for, where the same error means different things. */
export type Occasion = 'login' | 'signup' | 'prompt' | 'log';

type Describe = (error: ErrorFacts, occasion: Occasion) => Omit<ErrorDescription, 'mayPass'>;

const passing: Readonly<Record<string, Describe>> = {
  RateLimitError: ({ retryAfter = 60_000 }) => ({
    title: 'The API asks for a pause',
    text: `Too many requests have come from here. Wait ${Math.ceil(retryAfter / 1000)} seconds, then try again.`,
  }),
  ServerError: ({ message }) => ({
    title: 'The API has a problem',
    text: `It answered “${message}”. Try again in a minute.`,
  }),
  PromptCrafterTimeoutError: () => ({
    title: 'The API takes too long',
    text: 'It gave no complete answer in time. Try again, or come back later.',
  }),
  PromptCrafterConnectionError: () => ({
    title: 'The API cannot be reached',
    text: 'Look at your network connection, and whether the API is running. Then try again.',
  }),
  PromptCrafterResponseError: () => ({
    title: 'This is not an answer of PromptCrafter',
    text: 'Something else answers at the address of the API: look whether it is the right one.',
  }),
};

const lasting: Readonly<Record<string, Describe>> = {
  AuthenticationError: () => ({
    title: 'Email and password do not match',
    text: 'Look at both again: passwords tell capitals from small letters.',
  }),
  BadRequestError: ({ message }, occasion) => ({
    title: occasion === 'signup' ? 'This account cannot be made' : 'The API refuses this',
    text: `It answered “${message.replace(/\.$/, '')}”.`,
  }),
  ConflictError: () => ({
    title: 'This email has an account already',
    text: 'Log in with it, or sign up with another.',
  }),
  ForbiddenError: (_error, occasion) => ({
    title: `This ${occasion === 'log' ? 'log' : 'prompt'} belongs to somebody else`,
    text: 'Ask its owner, or choose one of your own from the list.',
  }),
  NotFoundError: (_error, occasion) => ({
    title: `There is no such ${occasion === 'log' ? 'log' : 'prompt'}`,
    text: 'It may have been deleted. Choose another one from the list.',
  }),
  PromptCrafterValidationError: ({ issues = [] }) => ({
    title: 'This cannot be sent',
    text: issues.map(({ path, message }) => `${path} ${message}.`).join(' '),
  }),
};

export function describeError(error: unknown, occasion: Occasion = 'prompt'): ErrorDescription {
  const facts = toErrorFacts(error);
  const { name, message } = facts;
  const isPassing = Object.hasOwn(passing, name);
  if (isPassing || Object.hasOwn(lasting, name)) {
    const describe = (isPassing ? passing : lasting)[name] as Describe;
    return { ...describe(facts, occasion), mayPass: isPassing };
  }
  if (name === 'PromptCrafterAPIError') {
    return { title: 'The API refuses this', text: message, mayPass: false };
  }
  // A mistake of the page itself: the browser's console shows where.
  reportError(error);
  return { title: 'Something went wrong', text: 'Load the page again.', mayPass: false };
}

/** The part of an error that can be sent to another thread. */
export function toErrorFacts(error: unknown): ErrorFacts {
  const { name, message, retryAfter, issues } = error as Partial<ErrorFacts>;
  return {
    name: `${name}`,
    message: `${message}`,
    ...(retryAfter !== undefined && { retryAfter }),
    ...(issues && { issues: issues.map(({ path, message }) => ({ path, message })) }),
  };
}
