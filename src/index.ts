/**
 * The client, its errors and the types of what goes in and comes out.
 *
 * @module promptcrafter-client
 */
export { PromptCrafterClient, PromptCrafterClient as default } from './client/client.ts';
export type {
  CreateLogsFailure,
  CreateLogsInput,
  CreateLogsOptions,
  CreateLogsProgress,
  CreateLogsResult,
  CreateLogsSource,
} from './client/create-logs-options.ts';
export type {
  FetchFunction,
  FetchInit,
  FetchResponse,
} from './client/fetch-function.ts';
export type { AttemptEvent, HookResult, Hooks, ResponseEvent } from './client/hooks.ts';
export type { ClientOptions, HeadersOption, RequestOptions } from './client/options.ts';
export type { TokenSource } from './client/transport/credentials.ts';
export type { LogEvent, Logger, LogLevel } from './client/transport/logger.ts';
export type {
  ClientConnection,
  ConnectionClaims,
  ConnectionClock,
  ListOptions,
  ReportLevel,
} from './core/connection.ts';
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
} from './core/errors.ts';
export type { JsonValue } from './core/json.ts';
export type { LogMeta } from './core/meta.ts';
export type { LoginInput, LoginResult, SignupInput, SignupResult } from './core/schemas/auth.ts';
export type { CreateLogInput, Log } from './core/schemas/log.ts';
export type { CreatePromptInput, Prompt, UpdatePromptInput } from './core/schemas/prompt.ts';
