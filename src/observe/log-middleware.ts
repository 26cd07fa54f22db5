import { type ModelCall, ModelWatch } from './model-watch.ts';
import { type PromptReference, toLink } from './prompt-link.ts';
import { type AnswerLogOptions, refuse, resolveLogSettings } from './resolve-log-settings.ts';

/** What {@link logMiddleware} takes. */
export interface LogMiddlewareOptions extends AnswerLogOptions {
  /**
   * What answers are linked to. With it, `observe` leaves them to the middleware.
   * @defaultValue the rendered prompt whose text a message contains, where no `observe` is in between
   */
  prompt?: PromptReference | undefined;
}

/** A middleware for `wrapLanguageModel` of `ai` 5, 6 and 7. */
export interface LogMiddleware {
  /** `ai` 5 does not ask for it, 6 wants this one, and 7 takes it. */
  readonly specificationVersion: 'v3';
  /** Asks a model, and logs what it generated. */
  wrapGenerate<Result>(
    call: ModelCall & { doGenerate: () => PromiseLike<Result> },
  ): Promise<Result>;
  /** Asks a model, and logs what it streams as it is read. */
  wrapStream<Result extends { stream: ReadableStream }>(
    call: ModelCall & { doStream: () => PromiseLike<Result> },
  ): Promise<Result>;
}

/**
 * Gives a middleware that logs what a model of the AI SDK answers and changes nothing of it: for
 * models that do not go over HTTP, or where middleware is the habit. Used together with `observe`,
 * an answer is still logged once.
 *
 * @throws `PromptCrafterValidationError` when an option cannot be used.
 * @example
 * ```ts
 * const model = wrapLanguageModel({
 *   model: base,
 *   middleware: logMiddleware({ queue, prompt: 'prompt104' }),
 * });
 * ```
 */
export function logMiddleware(options: LogMiddlewareOptions): LogMiddleware {
  const settings = resolveLogSettings('make a middleware', options);
  const prompt = toLink(options.prompt);
  if (options.prompt !== undefined && !prompt) {
    refuse('make a middleware', 'prompt', 'must be an id, a prompt or a rendered prompt');
  }
  return {
    specificationVersion: 'v3',
    async wrapGenerate({ doGenerate, ...call }) {
      const watch = new ModelWatch(call, prompt, settings);
      const result = await watch.run(doGenerate);
      watch.seeResult(result);
      return result;
    },
    async wrapStream({ doStream, ...call }) {
      const watch = new ModelWatch(call, prompt, settings);
      return watch.tapResult(await watch.run(doStream));
    },
  };
}
