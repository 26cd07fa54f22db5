import type { Ending } from './answers/answer.ts';
import { isAbort } from './is-abort.ts';
import type { LinkedCall } from './link-call.ts';
import { type LogSettings, logAnswer } from './log-answer.ts';
import { readCount } from './read-value.ts';
import { createAnswerReader, type ObservedApi, toRoute } from './request/observed-api.ts';
import { createBodyTap, createStreamTap } from './tap/answer-tap.ts';
import { tapResponse } from './tap/tap-response.ts';

/** An answer that begins to come. */
interface ComingAnswer {
  readonly response: Response;
  readonly api: ObservedApi;
  /** What was asked; later, where the request could not be read at once. */
  readonly call: LinkedCall | Promise<LinkedCall>;
  /** Milliseconds since the request was sent. */
  readonly elapsed: () => number;
  /** What the caller can abort the call with. */
  readonly signal: AbortSignal | undefined;
}

/** Gives a response like the one that came, and logs the answer in it once it is read. */
export function watchAnswer(coming: ComingAnswer, settings: LogSettings): Response {
  const { response, api, call, elapsed, signal } = coming;
  const { trouble } = settings;
  const route = toRoute(api);
  try {
    if (!response.ok || response.body === null || response.bodyUsed) return response;
    if ('link' in call && !call.link) {
      trouble.tell('no-prompt', route);
      return response;
    }
    const isStream = isEventStream(response, call);
    if (isStream && typeof response.body?.getReader !== 'function') {
      trouble.tell('body', route);
      return response;
    }
    const reader = createAnswerReader(api);
    let isOver = false;
    const onEnd = (how: Ending, reason?: unknown) => {
      if (isOver) return;
      isOver = true;
      const ms = elapsed();
      const ending = how === 'error' && isAbort(reason, signal) ? 'aborted' : how;
      const log = ({ link, input, model, body }: LinkedCall) => {
        if (!link) return trouble.tell('no-prompt', route);
        const isOneOfSeveral = (readCount(body.n) ?? 1) > 1;
        const facts = { link, route, input, model, ms, ending, isOneOfSeveral };
        logAnswer(reader.answer, facts, settings);
      };
      if ('link' in call) log(call);
      else call.then(log).catch(() => trouble.tell('answer', route));
    };
    const watch = { reader, onEnd, onUnreadable: () => trouble.tell('answer', route) };
    return tapResponse(response, isStream ? createStreamTap(watch) : createBodyTap(watch));
  } catch {
    trouble.tell('answer', route);
    return response;
  }
}

/** By what the answer says of itself; where it says nothing, by what was asked for. */
function isEventStream({ headers }: Response, call: ComingAnswer['call']): boolean {
  const type = headers.get('content-type') ?? '';
  if (/event-stream|json/.test(type)) return type.includes('event-stream');
  return 'link' in call && call.body.stream === true;
}
