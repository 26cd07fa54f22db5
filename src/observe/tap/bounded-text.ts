/** How much of a text is kept, in bytes of UTF-8. */
export const mostTextBytes = 10 * 1024 * 1024;

/** What stands at the end of a text that was longer. */
export const cutLine = '[cut: the text is longer than 10 MiB]';

const partsOfABlock = 512;

/**
 * A text that comes in parts, of which the first 10 MiB are kept. Parts are joined as they come: a
 * million small ones would take many times the memory of their text.
 */
export class BoundedText {
  readonly #blocks: string[] = [];
  #parts: string[] = [];
  #bytes = 0;
  #isCut = false;

  /** Adds a part, or as much of it as there is room for. */
  append(part: string): void {
    if (part === '' || this.#isCut) return;
    const { kept, bytes } = takeBytes(part, mostTextBytes - this.#bytes);
    this.#parts.push(kept);
    this.#bytes += bytes;
    this.#isCut = kept.length < part.length;
    if (this.#parts.length >= partsOfABlock) this.#join();
  }

  isEmpty(): boolean {
    return this.#bytes === 0;
  }

  /** The text; a line at its end says so where it was cut. */
  toString(): string {
    this.#join();
    const text = this.#blocks.join('');
    return this.#isCut ? `${text}\n${cutLine}` : text;
  }

  #join(): void {
    if (this.#parts.length > 0) this.#blocks.push(this.#parts.join(''));
    this.#parts = [];
  }
}

/** As many whole characters of a text as fit into so many bytes of UTF-8. */
function takeBytes(text: string, room: number): { kept: string; bytes: number } {
  let bytes = 0;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    const isPair = isHighSurrogate(unit) && isLowSurrogate(text.charCodeAt(index + 1));
    const size = unit < 0x80 ? 1 : unit < 0x800 ? 2 : isPair ? 4 : 3;
    if (bytes + size > room) return { kept: text.slice(0, index), bytes };
    bytes += size;
    if (isPair) index += 1;
  }
  return { kept: text, bytes };
}

const isHighSurrogate = (unit: number) => unit >= 0xd800 && unit < 0xdc00;

const isLowSurrogate = (unit: number) => unit >= 0xdc00 && unit < 0xe000;

/** A text as it is kept: the whole of it, or what was cut with the line that says so. */
export function keepBounded(text: string): string {
  const bounded = new BoundedText();
  bounded.append(text);
  return bounded.toString();
}
