import { HTTPException } from 'hono/http-exception';

/**
 * Every error of the API: its status and its text. Where the published tutorial gives a text, it is
 * that one; the others were settled here. Checks go in this order: route, token, content type, id,
 * body, whether the record exists, whose it is.
 */
export const apiErrors = {
  invalidFields: [400, 'Required fields are missing or invalid'],
  weakPassword: [400, 'Password does not meet the security requirements (10–30 characters)'],
  malformedPromptId: [400, 'Prompt ID is missing or malformed'],
  malformedLogId: [400, 'Log ID is missing or malformed'],
  missingQuery: [400, 'Search query is missing or empty'],
  missingToken: [401, 'Authentication token is missing'],
  invalidToken: [401, 'Authentication token is expired or invalid'],
  wrongCredentials: [401, 'Incorrect email or password'],
  foreignPrompt: [403, 'You do not have access to this prompt'],
  foreignLog: [403, 'You do not have access to this log'],
  routeNotFound: [404, 'Route not found'],
  promptNotFound: [404, 'Prompt not found'],
  logNotFound: [404, 'Log not found'],
  promptNotAccessible: [404, 'Prompt ID does not exist or is not accessible'],
  noLogs: [404, 'No logs found for the specified prompt ID.'],
  emailInUse: [409, 'Email is already in use'],
  notJson: [415, 'Content-Type must be application/json'],
  unexpected: [500, 'An unexpected server error occurred'],
} as const;

export type ApiErrorName = keyof typeof apiErrors;

/** What a handler throws to answer with an error. */
export function createApiError(name: ApiErrorName): HTTPException {
  const [status, message] = apiErrors[name];
  return new HTTPException(status, { message });
}
