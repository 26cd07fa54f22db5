/**
 * Prompts that are at hand, also while the API is away, and filled in.
 *
 * @module promptcrafter-client/prompts
 */
export type { PromptVariables, VariableValue } from '../core/prompt-variables.ts';
export {
  type RenderArguments,
  type RenderablePrompt,
  type RenderedPrompt,
  renderPrompt,
} from '../core/render-prompt.ts';
export {
  type EnsuredPrompt,
  type EnsurePromptClient,
  type EnsurePromptInput,
  ensurePrompt,
} from './ensure-prompt.ts';
export type { FallbackPrompt, FallbackPrompts } from './fallback-prompts.ts';
export {
  createPromptStore,
  type PromptStore,
  type PromptStoreClient,
  type PromptStoreOptions,
  type StoredPrompt,
} from './prompt-store.ts';
