import { type ClientOptions, PromptCrafterClient } from '../index.ts';
import { createNodeFetch } from '../node/index.ts';

/** Makes a client of the program: it goes through the proxies that the environment names. */
export function createClient(options: ClientOptions = {}): PromptCrafterClient {
  return new PromptCrafterClient({ ...options, fetch: createNodeFetch() });
}
