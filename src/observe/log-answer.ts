import { ignorePromise } from '../core/call-safely.ts';
import type { LogMeta } from '../core/meta.ts';
import type { RenderedText } from '../core/shared-place.ts';
import type { Answer, Ending } from './answers/answer.ts';
import { keepBounded } from './tap/bounded-text.ts';
import type { TroubleReporter } from './trouble.ts';

/** What is logged of an answer. */
export interface AnswerRecord {
  /** Id of the prompt that it is linked to. */
  promptId: string;
  /** The text that the model answered with, then its tool calls, one a line. */
  output: string;
  /** Name of the model that answered. */
  modelUsed: string;
  /** What was asked, how long it took, what it cost, why it ended, and what the prompt was. */
  meta: LogMeta;
}

/** Where answers are logged: `createLogQueue` gives one. What `log` throws or returns is ignored. */
export interface AnswerQueue {
  /** Takes a record, and returns at once. */
  log(record: AnswerRecord): unknown;
}

/** What {@link observe} and `logMiddleware` have in common. */
export interface LogSettings {
  readonly queue: AnswerQueue;
  readonly isInputLogged: boolean;
  readonly redact: ((record: AnswerRecord) => AnswerRecord | undefined) | undefined;
  readonly trouble: TroubleReporter;
}

/** What is known of an answer beside itself. */
export interface AnswerFacts {
  readonly link: RenderedText;
  /** The route or the like, as the logger is told of it. */
  readonly route: string;
  readonly input: string | undefined;
  /** The model that was asked, if the answer does not say which one answered. */
  readonly model: string | undefined;
  readonly ms: number;
  readonly ending: Ending;
  /** Several answers were asked for. */
  readonly isOneOfSeveral: boolean;
}

/** Logs each choice of an answer that has a text, a tool call or a refusal. */
export function logAnswer(answer: Answer, facts: AnswerFacts, settings: LogSettings): void {
  const { link, input, model, ms, ending, isOneOfSeveral } = facts;
  const choices = answer.choices();
  let tokens: Pick<LogMeta, 'tokensIn' | 'tokensOut'> = answer;
  for (const [index, choice] of choices) {
    const output = choice.toOutput();
    if (output === '') continue;
    const { prompt, variables } = link.toMeta();
    const meta = omitAbsent({
      ...(settings.isInputLogged && { input: input && keepBounded(input), variables }),
      prompt,
      ms: Math.round(ms),
      tokensIn: tokens.tokensIn,
      tokensOut: tokens.tokensOut,
      finish: choice.finish ?? (ending === 'complete' ? undefined : ending),
      choice: isOneOfSeveral || choices.length > 1 ? index : undefined,
    });
    tokens = {};
    const modelUsed = answer.model ?? model ?? 'unknown';
    hand({ promptId: link.promptId, output, modelUsed, meta }, facts.route, settings);
  }
}

/** What the queue throws or rejects with is nobody's trouble but the logger's. */
function hand(record: AnswerRecord, route: string, settings: LogSettings): void {
  const { queue, redact, trouble } = settings;
  let redacted: AnswerRecord | undefined = record;
  try {
    if (redact) redacted = redact(record);
    if (redacted === undefined) return;
    if (ignorePromise(redacted) || typeof redacted?.output !== 'string') {
      throw new TypeError('not a record');
    }
  } catch {
    trouble.tell('redact', route);
    return;
  }
  try {
    const logged: unknown = queue.log(redacted);
    Promise.resolve(logged).catch(() => trouble.tell('queue', route));
  } catch {
    trouble.tell('queue', route);
  }
}

function omitAbsent(meta: LogMeta): LogMeta {
  return Object.fromEntries(Object.entries(meta).filter(([, value]) => value !== undefined));
}
