import type { RequestOptions } from '../client/options.ts';
import type { CreateLogInput, Log } from '../core/schemas/log.ts';
import type { CreatePromptInput, Prompt, UpdatePromptInput } from '../core/schemas/prompt.ts';

/** What the tools need of a client. */
export interface McpClient {
  /** Reads the prompts, one by one. */
  iteratePrompts(options?: RequestOptions): AsyncIterable<Prompt>;
  /** Finds prompts by words. */
  searchPrompts(query: string, options?: RequestOptions): Promise<Prompt[]>;
  /** Reads a prompt. */
  getPromptById(id: string, options?: RequestOptions): Promise<Prompt>;
  /** Reads the logs of a prompt, or all of them, one by one. */
  iterateLogs(promptId?: string, options?: RequestOptions): AsyncIterable<Log>;
  /** Stores a prompt; asked for with `write` alone. */
  createPrompt(input: CreatePromptInput, options?: RequestOptions): Promise<Prompt>;
  /** Changes a prompt; asked for with `write` alone. */
  updatePrompt(id: string, changes: UpdatePromptInput, options?: RequestOptions): Promise<Prompt>;
  /** Stores a log; asked for with `write` alone. */
  createLog(input: CreateLogInput, options?: RequestOptions): Promise<Log>;
  /** Deletes a log that a scored copy replaces; asked for with `write` alone. */
  deleteLog(id: string, options?: RequestOptions): Promise<void>;
}
