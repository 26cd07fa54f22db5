import type { ClientConnection } from '../core/connection.ts';
import { type Operation, operations } from '../core/operations.ts';
import type { LoginInput, LoginResult, SignupInput, SignupResult } from '../core/schemas/auth.ts';
import type { CreateLogInput, Log } from '../core/schemas/log.ts';
import type { CreatePromptInput, Prompt, UpdatePromptInput } from '../core/schemas/prompt.ts';
import { createConnection } from './connection.ts';
import { createLogs } from './create-logs.ts';
import type {
  CreateLogsInput,
  CreateLogsOptions,
  CreateLogsResult,
  CreateLogsSource,
} from './create-logs-options.ts';
import {
  type ClientOptions,
  type RequestOptions,
  resolveOptions,
  resolveRequestOptions,
  resolveToken,
} from './options.ts';
import type { CallSettings } from './transport/call-state.ts';
import type { TokenSource } from './transport/credentials.ts';
import { type CallArguments, Transport } from './transport/transport.ts';

/**
 * A client of the PromptCrafter API. Every method rejects with a {@link PromptCrafterError}, or after
 * an abort with the signal's own reason. None throws synchronously.
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
  /** What programs that send on their own, such as a queue, need beside the methods. */
  readonly connection: ClientConnection;

  /** @throws {@link PromptCrafterValidationError} when an option cannot be used. */
  constructor(options: ClientOptions = {}) {
    const { transport, token, request } = resolveOptions(options);
    this.#transport = new Transport(transport, token);
    this.#settings = request;
    this.connection = createConnection(this.#transport.client, this.#transport, request);
  }

  /**
   * Replaces the token of the following calls; without an argument they send none.
   * @throws {@link PromptCrafterValidationError} when it is neither a string nor a function.
   * @example
   * ```ts
   * client.setToken('eyJhbGciOiJIUzI1NiJ9.e30.signature');
   * ```
   */
  setToken(token?: TokenSource): void {
    this.#transport.client.credentials.set(resolveToken(token));
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
    return this.#request(operations.signup, { input }, options);
  }

  /**
   * Exchanges email and password for a token, which the following calls send.
   *
   * @throws {@link AuthenticationError} when email and password do not match.
   * @example
   * ```ts
   * const { token } = await client.login({ email: 'ada@example.com', password: 'a-long-secret' });
   * ```
   */
  async login(input: LoginInput, options?: RequestOptions): Promise<LoginResult> {
    const result = await this.#request(operations.login, { input }, options);
    this.#transport.client.credentials.adopt(result.token);
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
    return this.#request(operations.getPrompts, {}, options);
  }

  /**
   * Saves a prompt.
   *
   * @throws {@link BadRequestError} when the server refuses a field.
   * @example
   * ```ts
   * const content = 'Explain {topic} to a ten-year-old.';
   * const prompt = await client.createPrompt({ title: 'History tutor', content, model: 'gpt-4o' });
   * ```
   */
  async createPrompt(input: CreatePromptInput, options?: RequestOptions): Promise<Prompt> {
    return this.#request(operations.createPrompt, { input }, options);
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
    return this.#request(operations.getPromptById, { id }, options);
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
    return this.#request(operations.updatePrompt, { id, input }, options);
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
    return this.#request(operations.deletePrompt, { id }, options);
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
    return this.#request(operations.searchPrompts, { query }, options);
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
    return this.#request(operations.getLogs, {}, options);
  }

  /**
   * Logs what a model answered to a prompt.
   *
   * @throws {@link NotFoundError} when the prompt does not exist or is not accessible.
   * @throws {@link BadRequestError} when the server refuses a field.
   * @example
   * ```ts
   * const output = 'The Industrial Revolution began in Britain.';
   * const input = { promptId: 'prompt104', output, modelUsed: 'gpt-4o', score: 8 };
   * const log = await client.createLog({ ...input, meta: { ms: 840 } });
   * ```
   */
  async createLog(input: CreateLogInput, options?: RequestOptions): Promise<Log> {
    return this.#request(operations.createLog, { input }, options);
  }

  /**
   * Delivers the logs of one prompt.
   *
   * @throws {@link NotFoundError} when the prompt does not exist, or has no logs yet: the API answers
   * both in the same way.
   * @throws {@link ForbiddenError} when it belongs to another user.
   * @example
   * ```ts
   * const logs = await client.getLogsByPrompt('prompt104');
   * ```
   */
  async getLogsByPrompt(promptId: string, options?: RequestOptions): Promise<Log[]> {
    return this.#request(operations.getLogsByPrompt, { query: promptId }, options);
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
    return this.#request(operations.deleteLog, { id }, options);
  }

  /**
   * Delivers logs one by one as they arrive, of one prompt or of all, in memory that does not grow
   * with the list. Leaving the loop closes the connection; time spent in it does not count.
   *
   * @throws {@link PromptCrafterConnectionError} when the list is cut off, after what did arrive.
   * @example
   * ```ts
   * for await (const log of client.iterateLogs('prompt104')) if (log.score === 10) break;
   * ```
   */
  async *iterateLogs(
    promptId?: string,
    options?: RequestOptions,
  ): AsyncGenerator<Log, void, undefined> {
    const operation = promptId === undefined ? operations.getLogs : operations.getLogsByPrompt;
    yield* this.#transport.stream<Log>(operation, { query: promptId }, this.#resolve(options));
  }

  /**
   * Delivers the prompts of the user one by one as they arrive.
   *
   * @throws {@link PromptCrafterConnectionError} when the list is cut off, after what did arrive.
   * @example
   * ```ts
   * for await (const prompt of client.iteratePrompts()) console.log(prompt.title);
   * ```
   */
  async *iteratePrompts(options?: RequestOptions): AsyncGenerator<Prompt, void, undefined> {
    yield* this.#transport.stream<Prompt>(operations.getPrompts, {}, this.#resolve(options));
  }

  /**
   * Logs many outputs, each effectively once, several at a time, in memory that does not grow with
   * the number of inputs. Failures are in the result, and stop the others only with `stopOnError`.
   * If the inputs themselves throw, `error` of the result says so.
   *
   * @throws {@link PromptCrafterValidationError} when `inputs` or `concurrency` cannot be used.
   * @example
   * ```ts
   * const answers = ['It began in Britain.', 'Around 1760.'];
   * const inputs = answers.map((output) => ({ promptId: 'prompt104', output, modelUsed: 'gpt-4o' }));
   * const { ok, failures } = await client.createLogs(inputs, { concurrency: 20 });
   * if (!ok) console.error(failures);
   * ```
   */
  async createLogs<I extends CreateLogsInput>(
    inputs: CreateLogsSource<I>,
    options?: CreateLogsOptions,
  ): Promise<CreateLogsResult<I>> {
    const settings = this.#resolve(options);
    const createLog = async (input: CreateLogInput) =>
      this.#transport.request(operations.createLog, { input }, settings);
    return createLogs(createLog, inputs, options ?? {});
  }

  #resolve(options: RequestOptions | undefined): CallSettings {
    return options ? resolveRequestOptions(options, this.#settings) : this.#settings;
  }

  #request<T>(operation: Operation<T>, given: CallArguments, options?: RequestOptions) {
    return this.#transport.request(operation, given, this.#resolve(options));
  }
}
