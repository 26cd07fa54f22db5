import type { IncomingMessage } from 'node:http';
import { pipeline, type Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip } from 'node:zlib';

/** The encodings that are asked for. */
export const acceptedEncodings = 'gzip, br';

/** The body of an answer as it was before it was compressed. */
export function decodeBody(message: IncomingMessage): Readable {
  const { 'content-encoding': encoding = '', 'content-length': length } = message.headers;
  // There is nothing to decode in nothing.
  if (encoding === '' || length === '0') return message;
  const decoders: Transform[] = [];
  for (const name of encoding.toLowerCase().split(',').reverse()) {
    const decoder = createDecoder(name.trim());
    // What is under an unknown encoding cannot be reached.
    if (!decoder) return message;
    decoders.push(decoder);
  }
  const last = decoders.at(-1);
  if (!last) return message;
  // The last of them says what fails, and the connection is closed with it.
  pipeline([message, ...decoders], () => undefined);
  return last;
}

function createDecoder(encoding: string): Transform | undefined {
  if (encoding === 'gzip' || encoding === 'x-gzip') return createGunzip();
  return encoding === 'br' ? createBrotliDecompress() : undefined;
}
