/** What can be read: pieces of a text or of its UTF-8. */
export type ImportChunks =
  | AsyncIterable<string | Uint8Array>
  | Iterable<string | Uint8Array>
  | ReadableStream<string | Uint8Array>;

/** A line of a source. */
export interface SourceLine {
  /** From 1 on. */
  readonly number: number;
  /** With its line end. */
  readonly text: string;
  /** Why it cannot be read. */
  readonly damage?: string;
}

/** In bytes. No API takes a log that is larger. */
const longestLine = 32 * 1024 * 1024;
/** In bytes, how much of a line that is too long is shown. */
const shownOfLongLine = 1_000;
const newline = 10;
const none = new Uint8Array(0);

/** Cuts a source into lines, in memory that holds one of them. */
export async function* readLines(
  chunks: ImportChunks,
  onBytes: (count: number) => void,
): AsyncGenerator<SourceLine, void, undefined> {
  const encoder = new TextEncoder();
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let number = 0;
  let parts: Uint8Array[] = [];
  let size = 0;

  function take(last: Uint8Array): SourceLine {
    number += 1;
    const tooLong = size + last.length > longestLine;
    const bytes = parts.length === 0 ? last : concatenate([...parts, last]);
    parts = [];
    size = 0;
    if (tooLong) {
      const text = new TextDecoder().decode(bytes.subarray(0, shownOfLongLine));
      return { number, text, damage: 'the line is longer than 32 MiB' };
    }
    try {
      const text = strict.decode(bytes);
      return { number, text: number === 1 ? text.replace(/^\ufeff/, '') : text };
    } catch {
      return { number, text: new TextDecoder().decode(bytes), damage: 'the line is no UTF-8' };
    }
  }

  for await (const chunk of toIterable(chunks)) {
    const bytes = typeof chunk === 'string' ? encoder.encode(chunk) : chunk;
    onBytes(bytes.length);
    let start = 0;
    for (;;) {
      const end = bytes.indexOf(newline, start);
      if (end === -1) break;
      yield take(bytes.subarray(start, end + 1));
      start = end + 1;
    }
    const rest = bytes.slice(start);
    if (rest.length === 0) continue;
    size += rest.length;
    // Of a line that is too long no more is kept.
    if (size <= longestLine) parts.push(rest);
  }
  if (size > 0) yield take(none);
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Not every browser lets a stream be iterated. */
async function* toIterable(chunks: ImportChunks): AsyncGenerator<string | Uint8Array> {
  if (!('getReader' in chunks)) {
    yield* chunks;
    return;
  }
  const reader = chunks.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
