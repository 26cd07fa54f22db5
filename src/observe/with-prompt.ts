import { runInContext } from './call-context.ts';
import { type PromptReference, toLink } from './prompt-link.ts';

/**
 * Runs a function, and links the answers to all calls to models in it to a prompt, whatever the
 * observer would link them to. It takes a platform with `AsyncLocalStorage`: Node, Deno, Bun, and
 * workerd with `nodejs_compat`. Elsewhere the function runs, and the calls are linked as without it.
 *
 * @returns what the function returns
 * @example
 * ```ts
 * const answer = await withPrompt('prompt104', () =>
 *   openai.chat.completions.create({
 *     model: 'gpt-4o',
 *     messages: [{ role: 'user', content: 'Explain steam engines.' }],
 *   }),
 * );
 * ```
 */
export function withPrompt<T>(prompt: PromptReference, run: () => T): T {
  return runInContext({ prompt: toLink(prompt) }, run);
}
