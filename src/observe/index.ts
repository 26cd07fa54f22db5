/**
 * Logs what models answer, by looking on at `fetch`.
 *
 * @module promptcrafter-client/observe
 */
export type { PromptIdOption } from './link-call.ts';
export type { AnswerQueue, AnswerRecord } from './log-answer.ts';
export { type ObserveOptions, observe } from './observe.ts';
export type { PromptReference, RenderedPromptLike } from './prompt-link.ts';
export type { ObservedApi } from './request/observed-api.ts';
export type { ObservedCall } from './request/read-request.ts';
export type { AnswerLogOptions } from './resolve-log-settings.ts';
export { withPrompt } from './with-prompt.ts';
