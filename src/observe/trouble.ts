import type { Logger } from '../client/transport/logger.ts';
import { callSafely } from '../core/call-safely.ts';

/** What can go wrong beside a call; none of it ever reaches the program. */
export type Trouble = 'no-prompt' | 'queue' | 'redact' | 'prompt-id' | 'answer' | 'body';

const messages: Readonly<Record<Trouble, string>> = {
  'no-prompt':
    'the call is linked to no prompt. Give a promptId, or send a text of renderPrompt().',
  queue: 'the queue threw an error. Give a queue whose log() returns at once.',
  redact:
    'redact() did not give a record back. Return the record, or undefined for no log, and no promise.',
  'prompt-id': 'promptId() gave no id. Return one, or undefined, and no promise.',
  answer: 'it could not be read. If the program could, please report it.',
  body: "its body is no web stream. Use the platform's fetch to log streams.",
};

/** Tells a logger of each kind of trouble once, without a word of what was asked or answered. */
export class TroubleReporter {
  readonly #logger: Logger | undefined;
  readonly #told = new Set<Trouble>();

  constructor(logger: Logger | undefined) {
    this.#logger = logger;
  }

  tell(trouble: Trouble, route: string): void {
    if (this.#told.has(trouble)) return;
    this.#told.add(trouble);
    const event = { method: 'POST', route, attempt: 0, duration: 0 };
    const message = `Failed to log an answer of ${route}: ${messages[trouble]}`;
    callSafely(() => this.#logger?.warn?.(message, event));
  }
}
