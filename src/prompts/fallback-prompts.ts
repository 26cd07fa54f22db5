import { PromptCrafterValidationError } from '../core/errors.ts';
import type { Prompt } from '../core/schemas/prompt.ts';

/** A prompt that is at hand, for instance in a module; it may be readonly. */
export type FallbackPrompt = Readonly<Omit<Prompt, 'tags'>> & { readonly tags?: readonly string[] };

/** Prompts by id, or a list as `getPrompts()` gives it. */
export type FallbackPrompts = Readonly<Record<string, FallbackPrompt>> | readonly FallbackPrompt[];

/** Finds the fallback of an id. */
export type FindFallback = (id: string) => FallbackPrompt | undefined;

/** @throws `PromptCrafterValidationError` when it is neither a list nor an object. */
export function resolveFallback(fallback: FallbackPrompts | undefined): FindFallback {
  if (fallback === undefined) return () => undefined;
  if (typeof fallback !== 'object' || fallback === null) {
    const issue = { path: 'fallback', message: 'must be a list of prompts, or prompts by id' };
    throw new PromptCrafterValidationError(
      `Failed to create prompt store: ${issue.path} ${issue.message}. Give what getPrompts() gives.`,
      { issues: [issue] },
    );
  }
  if (!isList(fallback)) {
    return (id) => (Object.hasOwn(fallback, id) ? fallback[id] : undefined);
  }
  const byId = new Map(fallback.map((prompt) => [prompt._id, prompt]));
  return (id) => byId.get(id);
}

function isList(fallback: FallbackPrompts): fallback is readonly FallbackPrompt[] {
  return Array.isArray(fallback);
}
