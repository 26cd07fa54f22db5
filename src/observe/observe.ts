import { readContext } from './call-context.ts';
import { createLinker, type PromptIdOption } from './link-call.ts';
import { findTarget, readBody, toAskedCall } from './request/read-request.ts';
import { type AnswerLogOptions, refuse, resolveLogSettings } from './resolve-log-settings.ts';
import { watchAnswer } from './watch-answer.ts';

/** What {@link observe} takes. */
export interface ObserveOptions extends AnswerLogOptions {
  /**
   * The prompt that calls are linked to, or a function that says which. It is asked at each call.
   * @defaultValue the rendered prompt whose text a message of the call contains
   */
  promptId?: PromptIdOption | undefined;
  /**
   * What requests are handed on to.
   * @defaultValue the platform's, looked up at each call
   */
  fetch?: typeof globalThis.fetch | undefined;
}

/**
 * Gives a `fetch` for the client of OpenAI, Anthropic or the AI SDK, which logs what the models
 * answer and changes nothing of it: it reads a copy of what passes. Seen are calls of OpenAI's chat
 * completions and Responses and of Anthropic's messages, plain and streamed, whatever the host;
 * everything else goes through untouched.
 *
 * @throws `PromptCrafterValidationError` when an option cannot be used.
 * @example
 * ```ts
 * const openai = new OpenAI({ fetch: observe({ queue, promptId: 'prompt104' }) });
 * ```
 */
export function observe(options: ObserveOptions): typeof globalThis.fetch {
  const settings = resolveLogSettings('observe calls', options);
  const { promptId, fetch } = options;
  if (!(promptId === undefined || typeof promptId === 'function' || isId(promptId))) {
    refuse('observe calls', 'promptId', 'must be an id or a function');
  }
  if (fetch !== undefined && typeof fetch !== 'function') {
    refuse('observe calls', 'fetch', 'must be a function');
  }
  const toLinked = createLinker(promptId, settings.trouble);
  return (input, init) => {
    const hand = fetch ?? globalThis.fetch;
    const { claim, prompt } = readContext();
    const target = findTarget(input, init);
    if (!target || claim?.isMiddlewares) return hand(input, init);
    if (claim) claim.isTaken = true;
    // Before it is sent, since sending may use it up.
    const body = readBody(input, init);
    const start = performance.now();
    const answered = hand(input, init);
    const toCall = (text: string | undefined) => toLinked(toAskedCall(target, text), prompt);
    const call = typeof body === 'object' ? body.then(toCall) : toCall(body);
    return answered.then((response) => {
      const elapsed = () => performance.now() - start;
      return watchAnswer(
        { response, api: target.api, call, elapsed, signal: target.signal },
        settings,
      );
    });
  };
}

function isId(promptId: unknown): boolean {
  return typeof promptId === 'string' && promptId !== '';
}
