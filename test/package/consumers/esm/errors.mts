import {
  AuthenticationError,
  BadRequestError,
  ConflictError,
  type ErrorIssue,
  ForbiddenError,
  NotFoundError,
  type Outcome,
  PromptCrafterAPIError,
  type PromptCrafterConnectionError,
  PromptCrafterError,
  PromptCrafterResponseError,
  PromptCrafterTimeoutError,
  PromptCrafterValidationError,
  RateLimitError,
  ServerError,
  UnsupportedMediaTypeError,
} from 'promptcrafter-client';

export function describe(error: unknown): string {
  if (error instanceof PromptCrafterAPIError) {
    const status: number = error.status;
    const body: unknown = error.body;
    return `${status} ${body}`;
  }
  if (error instanceof PromptCrafterTimeoutError) {
    const connection: PromptCrafterConnectionError = error;
    return connection.message;
  }
  if (
    error instanceof PromptCrafterValidationError ||
    error instanceof PromptCrafterResponseError
  ) {
    const issues: readonly ErrorIssue[] = error.issues;
    return issues.map(({ path, message }) => `${path} ${message}`).join();
  }
  if (error instanceof PromptCrafterError) {
    const outcome: Outcome = error.outcome;
    const status: number | undefined = error.status;
    const wait: number | undefined = error.retryAfter;
    return [outcome, status, wait, error.attempts, error.method, error.route].join();
  }
  return String(error);
}

export const apiErrors: (typeof PromptCrafterAPIError)[] = [
  AuthenticationError,
  BadRequestError,
  ConflictError,
  ForbiddenError,
  NotFoundError,
  RateLimitError,
  ServerError,
  UnsupportedMediaTypeError,
];
export const made = new ServerError('down', { status: 503, outcome: 'unknown', retryAfter: 1_000 });
