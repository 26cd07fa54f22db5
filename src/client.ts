import {
  type ClientOptions,
  type RequestOptions,
  resolveOptions,
  resolveRequestOptions,
  resolveToken,
} from './options.ts';
import {
  type LoginInput,
  type LoginResult,
  loginInputSchema,
  loginResultSchema,
  type SignupInput,
  type SignupResult,
  signupInputSchema,
  signupResultSchema,
} from './schemas/auth.ts';
import {
  type CreateLogInput,
  createLogInputSchema,
  type Log,
  logSchema,
  logsSchema,
} from './schemas/log.ts';
import {
  type CreatePromptInput,
  createPromptInputSchema,
  type Prompt,
  promptSchema,
  promptsSchema,
  type UpdatePromptInput,
  updatePromptInputSchema,
} from './schemas/prompt.ts';
import type { ApiCall, CallSettings } from './transport/api-call.ts';
import type { TokenSource } from './transport/credentials.ts';
import { path, withQuery } from './transport/path.ts';
import { Transport } from './transport/transport.ts';

/**
 * A client of the PromptCrafter API. Every method rejects with a {@link PromptCrafterError}, or,
 * where the caller aborted, with the signal's own reason; none throws before it returns.
 *
 * @example
 * ```ts
 * import PromptCrafterClient from 'promptcrafter-client';
 *
 * const client = new PromptCrafterClient({ token: process.env.PROMPTCRAFTER_TOKEN });
 * const prompts = await client.getPrompts();
 * ```
 */
export class PromptCrafterClient {
  readonly #transport: Transport;
  readonly #settings: CallSettings;

  /** @throws {@link PromptCrafterValidationError} when an option cannot be used. */
  constructor(options: ClientOptions = {}) {
    const { transport, token, request } = resolveOptions(options);
    this.#transport = new Transport(transport, token);
    this.#settings = request;
  }

  /**
   * Replaces the token of the calls to come; without an argument they go without one.
   *
   * @throws {@link PromptCrafterValidationError} when it is neither a string nor a function.
   * @example
   * ```ts
   * client.setToken('eyJhbGciOiJIUzI1NiJ9.e30.signature');
   * ```
   */
  setToken(token?: TokenSource): void {
    this.#transport.setToken(resolveToken(token));
  }

  /**
   * Creates a user account.
   *
   * @throws {@link BadRequestError} when the server refuses a field or the password.
   * @throws {@link ConflictError} when the email is already in use.
   * @example
   * ```ts
   * await client.signup({ name: 'Ada', email: 'ada@example.com', password: 'a-long-secret' });
   * ```
   */
  async signup(input: SignupInput, options?: RequestOptions): Promise<SignupResult> {
    const call: ApiCall<SignupResult> = {
      action: 'sign up',
      method: 'POST',
      path: path`/auth/signup`,
      changes: true,
      anonymous: true,
      secrets: [input?.password],
      input: { schema: signupInputSchema, value: input },
      output: signupResultSchema,
      appliedAnswer: {
        status: 409,
        value: { message: 'User account created successfully.' },
        proof: toLoginCall(input),
      },
    };
    return this.#request(call, options);
  }

  /**
   * Trades email and password for a token, which the calls to come carry.
   *
   * @throws {@link AuthenticationError} when email and password do not match.
   * @example
   * ```ts
   * const { token } = await client.login({ email: 'ada@example.com', password: 'a-long-secret' });
   * ```
   */
  async login(input: LoginInput, options?: RequestOptions): Promise<LoginResult> {
    const result = await this.#request(toLoginCall(input), options);
    this.#transport.setToken(result.token);
    return result;
  }

  /**
   * Delivers all prompts of the user.
   *
   * @throws {@link AuthenticationError} when the token is missing, expired or invalid.
   * @example
   * ```ts
   * for (const prompt of await client.getPrompts()) console.log(prompt.title);
   * ```
   */
  async getPrompts(options?: RequestOptions): Promise<Prompt[]> {
    return this.#get('get prompts', path`/prompts`, promptsSchema, options);
  }

  /**
   * Saves a prompt.
   *
   * @throws {@link BadRequestError} when the server refuses a field.
   * @example
   * ```ts
   * const prompt = await client.createPrompt({
   *   title: 'History tutor',
   *   content: 'Explain {topic} to a ten-year-old.',
   *   model: 'gpt-4o',
   *   tags: ['education'],
   * });
   * ```
   */
  async createPrompt(input: CreatePromptInput, options?: RequestOptions): Promise<Prompt> {
    const call: ApiCall<Prompt> = {
      action: 'create prompt',
      method: 'POST',
      path: path`/prompts`,
      changes: true,
      once: { list: () => path`/prompts`, fields: ['title', 'content', 'model', 'tags'] },
      input: { schema: createPromptInputSchema, value: input },
      output: promptSchema,
    };
    return this.#request(call, options);
  }

  /**
   * Delivers one prompt.
   *
   * @throws {@link NotFoundError} when there is no such prompt.
   * @throws {@link ForbiddenError} when it belongs to another user.
   * @example
   * ```ts
   * const { content } = await client.getPromptById('prompt104');
   * ```
   */
  async getPromptById(id: string, options?: RequestOptions): Promise<Prompt> {
    return this.#get('get prompt', path`/prompts/${id}`, promptSchema, options);
  }

  /**
   * Changes the given fields of a prompt and delivers the whole of it.
   *
   * @throws {@link NotFoundError} when there is no such prompt.
   * @throws {@link ForbiddenError} when it belongs to another user.
   * @example
   * ```ts
   * await client.updatePrompt('prompt104', { tags: ['education', 'history'] });
   * ```
   */
  async updatePrompt(
    id: string,
    input: UpdatePromptInput,
    options?: RequestOptions,
  ): Promise<Prompt> {
    const call: ApiCall<Prompt> = {
      action: 'update prompt',
      method: 'PATCH',
      path: path`/prompts/${id}`,
      changes: true,
      input: { schema: updatePromptInputSchema, value: input },
      output: promptSchema,
    };
    return this.#request(call, options);
  }

  /**
   * Deletes a prompt and its logs.
   *
   * @throws {@link NotFoundError} when there is no such prompt.
   * @throws {@link ForbiddenError} when it belongs to another user.
   * @example
   * ```ts
   * await client.deletePrompt('prompt104');
   * ```
   */
  async deletePrompt(id: string, options?: RequestOptions): Promise<void> {
    return this.#delete('delete prompt', path`/prompts/${id}`, options);
  }

  /**
   * Delivers the prompts whose title, content or tags hold every word of the query, or a part of
   * one, in upper or lower case; an empty array where none does.
   *
   * @throws {@link PromptCrafterValidationError} when the query is empty.
   * @example
   * ```ts
   * const found = await client.searchPrompts('history tutor');
   * ```
   */
  async searchPrompts(query: string, options?: RequestOptions): Promise<Prompt[]> {
    const target = withQuery(path`/search`, 'q', query);
    return this.#get('search prompts', target, promptsSchema, options);
  }

  /**
   * Delivers the logs of all prompts of the user.
   *
   * @throws {@link AuthenticationError} when the token is missing, expired or invalid.
   * @example
   * ```ts
   * const logs = await client.getLogs();
   * ```
   */
  async getLogs(options?: RequestOptions): Promise<Log[]> {
    return this.#get('get logs', path`/logs`, logsSchema, options);
  }

  /**
   * Logs what a model answered to a prompt.
   *
   * @throws {@link NotFoundError} when the prompt does not exist or is not accessible.
   * @throws {@link BadRequestError} when the server refuses a field.
   * @example
   * ```ts
   * const log = await client.createLog({
   *   promptId: 'prompt104',
   *   output: 'The Industrial Revolution began in Britain.',
   *   modelUsed: 'gpt-4o',
   *   score: 8,
   * });
   * ```
   */
  async createLog(input: CreateLogInput, options?: RequestOptions): Promise<Log> {
    const call: ApiCall<Log> = {
      action: 'create log',
      method: 'POST',
      path: path`/logs`,
      changes: true,
      once: {
        list: () => withQuery(path`/logs`, 'promptId', input?.promptId),
        fields: ['promptId', 'output', 'modelUsed', 'notes', 'score'],
      },
      input: { schema: createLogInputSchema, value: input },
      output: logSchema,
    };
    return this.#request(call, options);
  }

  /**
   * Delivers the logs of one prompt.
   *
   * @throws {@link NotFoundError} when the prompt does not exist, or has no logs yet: the API
   * answers the same to both.
   * @throws {@link ForbiddenError} when it belongs to another user.
   * @example
   * ```ts
   * const logs = await client.getLogsByPrompt('prompt104');
   * ```
   */
  async getLogsByPrompt(promptId: string, options?: RequestOptions): Promise<Log[]> {
    const target = withQuery(path`/logs`, 'promptId', promptId);
    return this.#get('get logs of the prompt', target, logsSchema, options);
  }

  /**
   * Deletes a log.
   *
   * @throws {@link NotFoundError} when there is no such log.
   * @throws {@link ForbiddenError} when it belongs to another user.
   * @example
   * ```ts
   * await client.deleteLog('log106');
   * ```
   */
  async deleteLog(id: string, options?: RequestOptions): Promise<void> {
    return this.#delete('delete log', path`/logs/${id}`, options);
  }

  #get<T>(
    action: string,
    target: ApiCall<T>['path'],
    output: Exclude<ApiCall<T>['output'], undefined>,
    options: RequestOptions | undefined,
  ): Promise<T> {
    return this.#request({ action, method: 'GET', path: target, changes: false, output }, options);
  }

  #delete(
    action: string,
    target: ApiCall<void>['path'],
    options: RequestOptions | undefined,
  ): Promise<void> {
    const call: ApiCall<void> = {
      action,
      method: 'DELETE',
      path: target,
      changes: true,
      appliedAnswer: { status: 404, value: undefined },
    };
    return this.#request(call, options);
  }

  #request<T>(call: ApiCall<T>, options: RequestOptions | undefined): Promise<T> {
    const settings = options ? resolveRequestOptions(options, this.#settings) : this.#settings;
    return this.#transport.request(call, settings);
  }
}

function toLoginCall(input: LoginInput): ApiCall<LoginResult> {
  return {
    action: 'log in',
    method: 'POST',
    path: path`/auth/login`,
    changes: false,
    anonymous: true,
    secrets: [input?.password],
    input: { schema: loginInputSchema, value: input },
    output: loginResultSchema,
  };
}
