import type { Logger } from '../client/transport/logger.ts';
import { PromptCrafterValidationError } from '../core/errors.ts';
import type { AnswerQueue, AnswerRecord, LogSettings } from './log-answer.ts';
import { TroubleReporter } from './trouble.ts';

/** The options that {@link observe} and `logMiddleware` have in common. */
export interface AnswerLogOptions {
  /** Where answers are logged; `createLogQueue` gives one. What it throws never reaches a call. */
  queue: AnswerQueue;
  /**
   * Whether what was asked is logged: the last message of the user, and the prompt's variables.
   * @defaultValue `true`
   */
  input?: boolean | undefined;
  /**
   * Is given each record before the queue is, and gives back what the queue shall get: a record, or
   * `undefined` for no log. Where it throws, nothing is logged.
   * @defaultValue none
   */
  redact?: ((record: AnswerRecord) => AnswerRecord | undefined) | undefined;
  /** Is told of each kind of trouble once, for instance `console`. */
  logger?: Logger | undefined;
}

/** @throws `PromptCrafterValidationError` when an option cannot be used. */
export function resolveLogSettings(action: string, options: AnswerLogOptions): LogSettings {
  const { queue, input = true, redact, logger } = Object(options) as AnswerLogOptions;
  if (typeof queue?.log !== 'function') refuse(action, 'queue', 'must have a function log');
  if (typeof input !== 'boolean') refuse(action, 'input', 'must be true or false');
  if (redact !== undefined && typeof redact !== 'function') {
    refuse(action, 'redact', 'must be a function');
  }
  return { queue, isInputLogged: input, redact, trouble: new TroubleReporter(logger) };
}

/** The error for an option that cannot be used. */
export function refuse(action: string, path: string, message: string): never {
  throw new PromptCrafterValidationError(
    `Failed to ${action}: ${path} ${message}. See the options of the function.`,
    { issues: [{ path, message }] },
  );
}
