export { PromptCrafterClient, PromptCrafterClient as default } from './client.js';
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
} from './errors.js';
export type { ClientOptions, HeadersOption, RequestOptions } from './options.js';
export type { LoginInput, LoginResult, SignupInput, SignupResult } from './schemas/auth.js';
export type { CreateLogInput, Log } from './schemas/log.js';
export type { CreatePromptInput, Prompt, UpdatePromptInput } from './schemas/prompt.js';
export type { TokenSource } from './transport/credentials.js';
export type { FetchFunction, FetchInit, FetchResponse } from './transport/http.js';
export type { LogEvent, Logger, LogLevel } from './transport/logger.js';
