/**
 * Every error of the API: its status and its text, which is the one that the published pages show
 * most. Checks go in this order: route, token, content type, query parameters, id, body, whether the
 * record exists, whose it is.
 */
export const apiErrors = {
  invalidFields: [400, 'Required fields are missing or invalid'],
  invalidUpdate: [400, 'Submitted data is invalid.'],
  weakPassword: [400, 'The password does not meet the security requirements.'],
  malformedRequest: [400, 'The request is malformed or contains invalid parameters.'],
  malformedPromptId: [400, '`promptId` missing or malformed'],
  malformedQuery: [400, 'Missing or malformed query string.'],
  missingToken: [401, 'Authentication token is missing'],
  invalidToken: [401, 'Authentication token is expired or invalid'],
  wrongCredentials: [401, 'Incorrect email or password.'],
  foreignPrompt: [403, 'Prompt does not belong to the authenticated user.'],
  foreignLog: [403, 'Log does not belong to the authenticated user.'],
  foreignLogs: [403, 'User is not authorized to view logs for this prompt.'],
  routeNotFound: [404, 'Route not found'],
  promptNotFound: [404, 'No prompt found with the specified ID.'],
  logNotFound: [404, 'No log found with the specified ID.'],
  promptNotAccessible: [404, 'Prompt ID does not exist or is not accessible'],
  noLogs: [404, 'No logs found for the specified prompt ID.'],
  emailInUse: [409, 'Email already in use.'],
  tooLarge: [413, 'Request body is too large'],
  notJson: [415, 'Content-Type must be application/json'],
  tooManyAttempts: [429, 'Too many login attempts. Try again later.'],
  unexpected: [500, 'An unexpected server error occurred'],
  busy: [503, 'The server is busy. Try again later.'],
  unavailable: [503, 'The data cannot be reached at the moment. Try again later.'],
} as const;

export type ApiErrorName = keyof typeof apiErrors;

/** What a handler throws to answer with an error. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: (typeof apiErrors)[ApiErrorName][0];
  /** Milliseconds that its client is asked to wait. */
  readonly retryAfter: number | undefined;

  constructor(error: ApiErrorName, retryAfter?: number) {
    const [status, message] = apiErrors[error];
    super(message);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}
