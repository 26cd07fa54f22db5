import type { FetchResponse } from '../fetch-function.ts';
import { isWebStream } from '../transport/request-conversion.ts';

/**
 * The body of an answer as text, as it arrives. A stream of another kind, as node-fetch has, is read
 * by its iterator; where there is none, as in React Native, the text comes in one piece.
 */
export async function* toChunks(response: FetchResponse): AsyncGenerator<string, void, undefined> {
  const { body } = response;
  if (!isWebStream(body) && !isIterable(body)) {
    yield await response.text();
    return;
  }
  const decoder = new TextDecoder();
  for await (const chunk of isWebStream(body) ? readStream(body) : body) {
    const text = typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    if (text !== '') yield text;
  }
  yield decoder.decode();
}

/** Not the stream's own iterator, which not every browser has. */
async function* readStream(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

const isIterable = (body: unknown): body is AsyncIterable<Uint8Array | string> =>
  Symbol.asyncIterator in Object(body);
