import { mostTextBytes } from './bounded-text.ts';

/** More than this is kept only with its strings cut short. */
const mostPlain = mostTextBytes;
/** One more than a text may have, so that whoever keeps the text sees that it was cut. */
const mostOfAString = mostTextBytes + 1;
/** More structure than this is read by nobody here. */
const mostInAll = 4 * mostTextBytes;

/**
 * JSON that comes in parts, such as a body or a line of a stream, in bounded memory: where it grows
 * large, strings are cut to what a log would keep of them, and what is left is still JSON.
 */
export class BoundedJson {
  #parts: string[] = [];
  #length = 0;
  #shortener: StringShortener | undefined;

  append(part: string): void {
    if (this.#length > mostInAll) return;
    if (!this.#shortener && this.#length + part.length > mostPlain) {
      const before = this.#parts.join('');
      this.#shortener = new StringShortener();
      this.#parts = [this.#shortener.shorten(before)];
      this.#length = this.#parts[0]?.length ?? 0;
    }
    const kept = this.#shortener ? this.#shortener.shorten(part) : part;
    this.#parts.push(kept);
    this.#length += kept.length;
    if (this.#length > mostInAll) this.#parts = [];
  }

  isEmpty(): boolean {
    return this.#length === 0;
  }

  /** What was kept, and from here on nothing; `undefined` if it was too much. */
  take(): string | undefined {
    const text = this.#length > mostInAll ? undefined : this.#parts.join('');
    this.#parts = [];
    this.#length = 0;
    this.#shortener = undefined;
    return text;
  }
}

const quote = 0x22;
const backslash = 0x5c;
const letterU = 0x75;

/** Leaves out what is too much of a string; knows across parts whether it is inside of one. */
class StringShortener {
  #isInString = false;
  /** Characters of the string so far; an escape counts as one. */
  #length = 0;
  /** Units of an escape that are still to come; it is kept or left out as a whole. */
  #escape = 0;
  #isEscapeKept = false;

  shorten(text: string): string {
    const runs: string[] = [];
    let start = 0;
    let isKept = this.#isKept();
    for (let index = 0; index < text.length; index += 1) {
      const keep = this.#read(text.charCodeAt(index));
      if (keep === isKept) continue;
      if (isKept) runs.push(text.slice(start, index));
      start = index;
      isKept = keep;
    }
    if (isKept) runs.push(text.slice(start));
    return runs.join('');
  }

  #isKept(): boolean {
    return this.#escape > 0 ? this.#isEscapeKept : this.#length < mostOfAString;
  }

  /** Reads one unit, and says whether to keep it. */
  #read(unit: number): boolean {
    if (this.#escape > 0) {
      this.#escape -= 1;
      // `\u` has four more.
      if (this.#escape === 0 && unit === letterU && this.#isAtEscape) this.#escape = 4;
      this.#isAtEscape = false;
      return this.#isEscapeKept;
    }
    if (!this.#isInString) {
      this.#isInString = unit === quote;
      this.#length = 0;
      return true;
    }
    if (unit === quote) {
      this.#isInString = false;
      this.#length = 0;
      return true;
    }
    this.#length += 1;
    const isKept = this.#length <= mostOfAString;
    if (unit === backslash) {
      this.#escape = 1;
      this.#isAtEscape = true;
      this.#isEscapeKept = isKept;
    }
    return isKept;
  }

  #isAtEscape = false;
}
