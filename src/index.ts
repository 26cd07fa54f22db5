/**
 * The client, its errors and the types of what goes in and comes out.
 *
 * @module promptcrafter-client
 */
export { PromptCrafterClient, PromptCrafterClient as default } from './client.ts';
export type {
  CreateLogsFailure,
  CreateLogsOptions,
  CreateLogsProgress,
  CreateLogsResult,
} from './create-logs.ts';
export {
  AuthenticationError,
  BadRequestError,
  ConflictError,
  type ErrorDetails,
  type ErrorIssue,
  ForbiddenError,
  NotFoundError,
  type Outcome,
  PromptCrafterAPIError,
  PromptCrafterConnectionError,
  PromptCrafterError,
  PromptCrafterResponseError,
  PromptCrafterTimeoutError,
  PromptCrafterValidationError,
  RateLimitError,
  ServerError,
  UnsupportedMediaTypeError,
} from './errors.ts';
export type { ClientOptions, HeadersOption, RequestOptions } from './options.ts';
export type { LoginInput, LoginResult, SignupInput, SignupResult } from './schemas/auth.ts';
export type { CreateLogInput, Log } from './schemas/log.ts';
export type { CreatePromptInput, Prompt, UpdatePromptInput } from './schemas/prompt.ts';
export type { TokenSource } from './transport/credentials.ts';
export type { FetchFunction, FetchInit, FetchResponse } from './transport/http.ts';
export type { LogEvent, Logger, LogLevel } from './transport/logger.ts';
