import type { FetchResponse } from './send-once.ts';

/** A body as text, and whether it went on behind the limit. */
export interface BodyText {
  readonly text: string;
  readonly cut: boolean;
}

/** Below this size a body is read in one go, as long as its announced size can be believed. */
const smallBody = 64 * 1024;

/** Whether a body may be read without counting. */
export function isSmall(headers: FetchResponse['headers']): boolean {
  const announced = headers.get('content-length');
  // A compressed body announces its compressed size, which says nothing about the text's.
  return (
    announced !== null && Number(announced) <= smallBody && headers.get('content-encoding') === null
  );
}

/** Reads a body as UTF-8 text, up to a number of bytes; what is behind them is not waited for. */
export async function readBody(
  body: ReadableStream<Uint8Array>,
  limit: number,
  signal: AbortSignal,
): Promise<BodyText> {
  const reader = body.getReader();
  // A fetch that does not listen to its signal would go on delivering.
  signal.addEventListener('abort', () => reader.cancel().catch(() => undefined), { once: true });
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { text: decode(chunks, size), cut: false };
    chunks.push(value);
    size += value.byteLength;
    if (size > limit) {
      reader.cancel().catch(() => undefined);
      return { text: decode(chunks, limit), cut: true };
    }
  }
}

/** In one go: a decoder that has to expect a next chunk is several times slower. */
function decode(chunks: readonly Uint8Array[], size: number): string {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk.subarray(0, size - at), at);
    at += chunk.byteLength;
  }
  return new TextDecoder().decode(bytes);
}
