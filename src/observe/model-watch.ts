import { findRendered } from '../core/rendered-registry.ts';
import type { RenderedText } from '../core/shared-place.ts';
import type { Ending } from './answers/answer.ts';
import { ModelResultReader } from './answers/read-model-result.ts';
import { type CallClaim, readContext, runInContext } from './call-context.ts';
import { isAbort } from './is-abort.ts';
import { mergeLinks } from './link-call.ts';
import { type LogSettings, logAnswer } from './log-answer.ts';
import { readFields, readText } from './read-value.ts';
import { type AskedTexts, readMessages } from './request/read-messages.ts';
import { tapStream } from './tap/tap-stream.ts';

/** A call of a model, as the AI SDK hands it to a middleware. */
export interface ModelCall {
  /** What the model is asked. */
  readonly params: object;
  /** The model that is wrapped. */
  readonly model: object;
}

const route = 'a model of the AI SDK';

/** Watches one call of a model, and logs its answer once it is there, or as far as it came. */
export class ModelWatch {
  readonly #settings: LogSettings;
  readonly #reader = new ModelResultReader();
  readonly #asked: AskedTexts;
  readonly #model: string | undefined;
  readonly #signal: AbortSignal | undefined;
  readonly #given: RenderedText | undefined;
  readonly #claim: CallClaim;
  /** Of a middleware around this one. */
  readonly #outerClaim: CallClaim | undefined;
  readonly #start = performance.now();
  #isOver: boolean;
  #streamLink: RenderedText | undefined;

  constructor(call: ModelCall, prompt: RenderedText | undefined, settings: LogSettings) {
    const { prompt: messages, abortSignal } = readFields(call.params);
    const context = readContext();
    this.#settings = settings;
    this.#asked = readMessages({ messages });
    this.#model = readText(readFields(call.model).modelId);
    this.#signal = abortSignal as AbortSignal | undefined;
    this.#given = context.prompt ?? prompt;
    this.#claim = { isMiddlewares: this.#given !== undefined, isTaken: false };
    this.#outerClaim = context.claim;
    this.#isOver = context.claim?.isMiddlewares === true;
  }

  /** Asks the model; whoever looks on inside knows who logs the answer. */
  async run<Result>(ask: () => PromiseLike<Result>): Promise<Result> {
    return this.#isOver ? ask() : runInContext({ claim: this.#claim }, ask);
  }

  /** Logs what `doGenerate` gave. */
  seeResult(result: unknown): void {
    this.#guard(() => {
      const link = this.#link();
      if (!link) return;
      this.#reader.readResult(result);
      this.#end(link, 'complete');
    });
  }

  /** Gives what `doStream` gave, and logs the answer as its stream is read. */
  tapResult<Result extends { stream: ReadableStream }>(result: Result): Result {
    const link = this.#link();
    if (!link) return result;
    this.#streamLink = link;
    // A model need not heed the signal: the AI SDK then leaves its stream alone.
    const forget = onAbort(this.#signal, this);
    const end = (ending: Ending) => {
      forget();
      this.#end(link, ending);
    };
    const stream = tapStream<unknown>(result.stream, result, {
      see: (part) =>
        this.#guard(() => {
          const ending = this.#reader.readPart(part);
          if (ending) end(ending);
        }),
      end: (how, reason) =>
        this.#guard(() => {
          if (how === 'error' && isAbort(reason, this.#signal)) end('aborted');
          // A stream that closes before its last part was cut off.
          else end(how === 'complete' ? 'error' : how);
        }),
    });
    return { ...result, stream };
  }

  /** The caller has aborted the call. */
  abort(): void {
    const link = this.#streamLink;
    if (link) this.#guard(() => this.#end(link, 'aborted'));
  }

  /** What the answer is linked to; `undefined` where somebody else logs it, or nobody can. */
  #link(): RenderedText | undefined {
    if (this.#isOver) return undefined;
    const link = mergeLinks(this.#given, findRendered(this.#asked.texts));
    const { isTaken } = this.#claim;
    // A middleware around this one need not log what is logged in here.
    if (this.#outerClaim && (isTaken || link)) this.#outerClaim.isTaken = true;
    if (isTaken) return undefined;
    // Nor need it tell that nobody can.
    if (!link && !this.#outerClaim) this.#settings.trouble.tell('no-prompt', route);
    return link;
  }

  #end(link: RenderedText, ending: Ending): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const { input } = this.#asked;
    const ms = performance.now() - this.#start;
    const facts = { link, route, input, model: this.#model, ms, ending, isOneOfSeveral: false };
    logAnswer(this.#reader.answer, facts, this.#settings);
  }

  /** What goes wrong here stays here. */
  #guard(work: () => void): void {
    try {
      if (!this.#isOver) work();
    } catch {
      this.#isOver = true;
      this.#settings.trouble.tell('answer', route);
    }
  }
}

/**
 * Tells a watch of an abort, without keeping it: a signal may outlive many calls, and a stream that
 * nobody reads to its end says nothing when it goes. Gives what takes the listener away again.
 */
function onAbort(signal: AbortSignal | undefined, watch: ModelWatch): () => void {
  if (!signal) return () => {};
  const reference = new WeakRef(watch);
  const listener = () => reference.deref()?.abort();
  signal.addEventListener('abort', listener, { once: true });
  return () => signal.removeEventListener('abort', listener);
}
