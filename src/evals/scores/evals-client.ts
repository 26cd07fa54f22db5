import type { RequestOptions } from '../../client/options.ts';
import type { CreateLogInput, Log } from '../../core/schemas/log.ts';
import type { Prompt } from '../../core/schemas/prompt.ts';

/** What evaluation needs of a client. */
export interface EvalsClient {
  /** Stores a log. */
  createLog(input: CreateLogInput, options?: RequestOptions): Promise<Log>;
  /** Deletes a log. */
  deleteLog(id: string, options?: RequestOptions): Promise<void>;
  /** Reads a prompt. */
  getPromptById(id: string, options?: RequestOptions): Promise<Prompt>;
  /** Reads the logs of a prompt, one by one. */
  iterateLogs(promptId?: string, options?: RequestOptions): AsyncIterable<Log>;
}
