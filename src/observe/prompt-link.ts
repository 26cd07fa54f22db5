import type { LogMeta } from '../core/meta.ts';
import { toPromptVersion } from '../core/prompt-version.ts';
import type { RenderablePrompt } from '../core/render-prompt.ts';
import type { RenderedText } from '../core/shared-place.ts';

/** A prompt that was filled in, such as `renderPrompt` gives. */
export interface RenderedPromptLike {
  /** Id of the prompt. */
  readonly promptId: string;
  /** What the `meta` of a log should hold of it. */
  toMeta(): Pick<LogMeta, 'prompt' | 'variables'>;
}

/** What an answer can be linked to: the id of a prompt, a prompt, or one that is filled in. */
export type PromptReference = string | RenderablePrompt | RenderedPromptLike;

/** What a log should say of a prompt; `undefined` if it is none. */
export function toLink(prompt: unknown): RenderedText | undefined {
  if (typeof prompt === 'string') return prompt === '' ? undefined : linkTo(prompt, {});
  const { _id, content, promptId, toMeta } = Object(prompt) as Partial<
    RenderablePrompt & RenderedPromptLike
  >;
  if (typeof promptId === 'string' && typeof toMeta === 'function') {
    return prompt as RenderedPromptLike;
  }
  if (typeof _id !== 'string') return undefined;
  return linkTo(_id, typeof content === 'string' ? { prompt: toPromptVersion(content) } : {});
}

function linkTo(promptId: string, meta: Pick<LogMeta, 'prompt'>): RenderedText {
  return { promptId, toMeta: () => meta };
}
