import type { FetchResponse } from '../fetch-function.ts';

/** A body as text, and whether it went on behind the limit. */
export interface BodyText {
  readonly text: string;
  readonly cut: boolean;
}

/** A body that announces at most this size is read in one go, unless it is compressed. */
const smallBody = 64 * 1024;

/** Whether a body may be read without counting. */
export function isSmall(headers: FetchResponse['headers']): boolean {
  const announced = headers.get('content-length');
  // A compressed body announces its compressed size, which says nothing about the text's.
  return (
    announced !== null && Number(announced) <= smallBody && headers.get('content-encoding') === null
  );
}

/** Whether bytes can be made text here: jsdom, and older React Natives, leave that to `text()`. */
export const canDecode = () => typeof TextDecoder === 'function';

/** Counts the bytes of all answers that are being read. @throws when they are too many. */
export type CountBytes = (bytes: number) => void;

/** Reads a body as UTF-8 text, up to a number of bytes, and cancels the rest. */
export async function readBody(
  body: ReadableStream<Uint8Array>,
  limit: number,
  signal: AbortSignal,
  count: CountBytes,
): Promise<BodyText> {
  const reader = body.getReader();
  const cancel = () => reader.cancel().catch(() => undefined);
  // A fetch that ignores its signal would go on reading.
  signal.addEventListener('abort', cancel, { once: true });
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return { text: decode(chunks, size), cut: false };
      chunks.push(value);
      size += value.byteLength;
      count(value.byteLength);
      if (size > limit) {
        cancel();
        return { text: decode(chunks, limit), cut: true };
      }
    }
  } catch (error) {
    cancel();
    throw error;
  } finally {
    count(-size);
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
