import { ignorePromise } from '../core/call-safely.ts';
import { findRendered } from '../core/rendered-registry.ts';
import type { RenderedText } from '../core/shared-place.ts';
import { type PromptReference, toLink } from './prompt-link.ts';
import { toRoute } from './request/observed-api.ts';
import type { AskedCall, ObservedCall } from './request/read-request.ts';
import type { TroubleReporter } from './trouble.ts';

/** The id of a prompt, or a function that says which prompt a call belongs to, if any. */
export type PromptIdOption = string | ((call: ObservedCall) => PromptReference | undefined);

/** A call, and the prompt that it is linked to. */
export interface LinkedCall extends AskedCall {
  readonly link: RenderedText | undefined;
}

/** Links calls: what `withPrompt` gave comes first, then the option, then a rendered text. */
export function createLinker(promptId: PromptIdOption | undefined, trouble: TroubleReporter) {
  return (call: AskedCall, given: RenderedText | undefined): LinkedCall => ({
    ...call,
    link: mergeLinks(given ?? toLink(askFor(promptId, call, trouble)), findRendered(call.texts)),
  });
}

/** A prompt that is given by its id alone may be one whose text is recognised. */
export function mergeLinks(
  given: RenderedText | undefined,
  found: RenderedText | undefined,
): RenderedText | undefined {
  if (!given || !found || given.promptId !== found.promptId) return given ?? found;
  const meta = { ...found.toMeta(), ...given.toMeta() };
  return { promptId: given.promptId, toMeta: () => meta };
}

function askFor(
  promptId: PromptIdOption | undefined,
  { texts: _texts, ...call }: AskedCall,
  trouble: TroubleReporter,
): PromptReference | undefined {
  if (typeof promptId !== 'function') return promptId;
  try {
    const found = promptId(call);
    if (!ignorePromise(found)) return found;
  } catch {
    // It is told below.
  }
  trouble.tell('prompt-id', toRoute(call.api));
  return undefined;
}
