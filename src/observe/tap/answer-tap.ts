import type { AnswerReader, Ending } from '../answers/answer.ts';
import { parseJson, readFields } from '../read-value.ts';
import { BoundedJson } from './bounded-json.ts';
import { SseReader } from './sse-reader.ts';
import type { ResponseTap } from './tap-response.ts';

/** What OpenAI, and all who speak like it, send after the last event. */
const endMark = '[DONE]';

/** What becomes of an answer that is read as it passes. */
export interface AnswerWatch {
  readonly reader: AnswerReader;
  /** The answer is at its end, or as far as it will come. Only the first time counts. */
  onEnd(ending: Ending, reason?: unknown): void;
  /** It is not what the vendor documents. */
  onUnreadable(): void;
}

/** Reads a streamed answer as it passes. */
export function createStreamTap({ reader, onEnd, onUnreadable }: AnswerWatch): ResponseTap {
  const events = new SseReader(({ event, data }) => {
    const parsed = parseJson(data);
    // At what is no JSON the vendors' clients fail. A line that was too long to keep is empty.
    const isBroken = parsed === undefined && data !== '' && data !== endMark;
    if (data === endMark) onEnd('complete');
    const ending = isBroken ? 'error' : reader.readEvent(readFields(parsed), event);
    if (ending) onEnd(ending);
  });
  const read = (text: string) => events.feed(text);
  // A stream that closes before its last event was cut off.
  const end = (how: Ending, reason?: unknown) => onEnd(how === 'complete' ? 'error' : how, reason);
  return createTap(read, end, onUnreadable);
}

/** Reads an answer that comes as one JSON document, once it is there. */
export function createBodyTap({ reader, onEnd, onUnreadable }: AnswerWatch): ResponseTap {
  const json = new BoundedJson();
  const read = (text: string) => json.append(text);
  const end = (how: Ending) => {
    // Half an answer is none: the program gets an error in its place.
    if (how !== 'complete') return;
    const body = parseJson(json.take() ?? '');
    if (body === undefined) return onUnreadable();
    reader.readBody(body);
    onEnd('complete');
  };
  return createTap(read, end, onUnreadable);
}

/** What goes wrong here stays here: the stream goes on, unseen from there. */
function createTap(
  read: (text: string) => void,
  end: (how: Ending, reason?: unknown) => void,
  onUnreadable: () => void,
): ResponseTap {
  const decoder = new TextDecoder();
  let isBroken = false;
  const guard = (work: () => void) => {
    if (isBroken) return;
    try {
      work();
    } catch {
      isBroken = true;
      onUnreadable();
    }
  };
  return {
    see: (chunk) =>
      guard(() => {
        if (ArrayBuffer.isView(chunk)) read(decoder.decode(chunk, { stream: true }));
      }),
    seeText: (text) =>
      guard(() => {
        read(text);
        end('complete');
      }),
    end: (how, reason) => guard(() => end(how, reason)),
  };
}
