import type { FetchResponse } from './http.ts';

/** A body as text, and whether it went on behind the limit. */
export interface BodyText {
  readonly text: string;
  readonly cut: boolean;
}

/** Below this size a body is read in one go, as long as its announced size can be believed. */
const smallBody = 64 * 1024;

/** Reads a body as UTF-8 text, up to a number of bytes; what is behind them is not waited for. */
export async function readBody(
  response: FetchResponse,
  limit: number,
  signal: AbortSignal,
): Promise<BodyText> {
  const { body, headers } = response;
  if (!body) return { text: '', cut: false };
  const announced = headers.get('content-length');
  const size = announced === null ? Number.NaN : Number(announced);
  // A compressed body announces its compressed size, which says nothing about the text's.
  if (size <= Math.min(limit, smallBody) && headers.get('content-encoding') === null) {
    return { text: await response.text(), cut: false };
  }
  return readStream(body, limit, signal);
}

async function readStream(
  body: ReadableStream<Uint8Array>,
  limit: number,
  signal: AbortSignal,
): Promise<BodyText> {
  const reader = body.getReader();
  // A fetch that does not listen to its signal would go on delivering.
  signal.addEventListener('abort', () => reader.cancel().catch(() => undefined), { once: true });
  const decoder = new TextDecoder();
  let text = '';
  let left = limit;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { text: text + decoder.decode(), cut: false };
    if (value.byteLength > left) {
      reader.cancel().catch(() => undefined);
      return { text: text + decoder.decode(value.subarray(0, left)), cut: true };
    }
    left -= value.byteLength;
    text += decoder.decode(value, { stream: true });
  }
}
