import type { FetchResponse } from '../fetch-function.ts';
import { discard } from '../transport/read-answer.ts';
import { canDecode } from '../transport/read-body.ts';
import { isWebStream } from '../transport/request-conversion.ts';

type Body = AsyncIterable<Uint8Array | string>;

/**
 * The body of an answer as text, as it arrives. A stream of another kind, as node-fetch has, is read
 * by its iterator; where there is none, as in React Native, the text comes in one piece.
 *
 * @param signal - Lets go of the body, also while a piece of it is waited for.
 */
export async function* toChunks(
  response: FetchResponse,
  signal: AbortSignal,
): AsyncGenerator<string, void, undefined> {
  const { body } = response;
  if (!canDecode() || (!isWebStream(body) && !isIterable(body))) {
    yield await response.text();
    return;
  }
  const decoder = new TextDecoder();
  const pieces = isWebStream(body) ? readStream(body, signal) : readBody(body, signal);
  for await (const piece of pieces) {
    const text = typeof piece === 'string' ? piece : decoder.decode(piece, { stream: true });
    if (text !== '') yield text;
  }
  yield decoder.decode();
}

/** Not the stream's own iterator, which not every browser has. */
async function* readStream(body: ReadableStream<Uint8Array>, signal: AbortSignal) {
  const reader = body.getReader();
  const cancel = () => void reader.cancel().catch(() => undefined);
  signal.addEventListener('abort', cancel);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    signal.removeEventListener('abort', cancel);
    cancel();
  }
}

async function* readBody(body: Body, signal: AbortSignal) {
  const destroy = () => discard({ body });
  signal.addEventListener('abort', destroy);
  try {
    yield* body;
  } finally {
    signal.removeEventListener('abort', destroy);
  }
}

const isIterable = (body: unknown): body is Body => Symbol.asyncIterator in Object(body);
