import { readSafely } from '../core/call-safely.ts';
import type { LogBody } from '../core/schemas/log.ts';

const encoder = new TextEncoder();
let scratch: Uint8Array | undefined;

/** How many bytes a text has in UTF-8, without making a copy of it. */
export function countTextBytes(text: string): number {
  const { Buffer } = globalThis as { Buffer?: { byteLength?(text: string): number } };
  if (Buffer?.byteLength) return Buffer.byteLength(text);
  scratch ??= new Uint8Array(16 * 1024);
  let bytes = 0;
  for (let at = 0; at < text.length; ) {
    const { read, written } = encoder.encodeInto(at === 0 ? text : text.slice(at), scratch);
    at += read;
    bytes += written;
  }
  return bytes;
}

/** About how many bytes a log takes in memory. */
export function countBytes({ promptId, output, modelUsed, notes }: LogBody): number {
  const texts = countTextBytes(output) + (notes === undefined ? 0 : countTextBytes(notes));
  return texts + promptId.length + modelUsed.length;
}

/** What is counted for something that cannot be measured. */
const unknownBytes = 1_000;

/** About how many bytes an input takes that is no log, and may be anything. */
export function estimateBytes(input: unknown): number {
  return readSafely(() => JSON.stringify(input)?.length) ?? unknownBytes;
}
