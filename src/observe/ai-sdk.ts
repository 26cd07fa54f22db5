/**
 * Logs what models of the AI SDK answer, by a middleware for them.
 *
 * @module promptcrafter-client/ai-sdk
 */
export type { AnswerQueue, AnswerRecord } from './log-answer.ts';
export {
  type LogMiddleware,
  type LogMiddlewareOptions,
  logMiddleware,
} from './log-middleware.ts';
export type { ModelCall } from './model-watch.ts';
export type { PromptReference, RenderedPromptLike } from './prompt-link.ts';
export type { AnswerLogOptions } from './resolve-log-settings.ts';
export { withPrompt } from './with-prompt.ts';
