/** The index of the next character that is no white space; there can be any amount of it. */
function skipSpace(chunk: string, from: number): number {
  const other = /[^ \t\n\r]/g;
  other.lastIndex = from;
  return other.exec(chunk)?.index ?? chunk.length;
}

/**
 * Cuts a JSON array, as it arrives, into the texts of its elements. It only finds where each element
 * ends. Whether an element is JSON shows when it is parsed.
 */
export class ArraySplitter {
  /** The parts of an element whose end has not arrived. */
  readonly #parts: string[] = [];
  #size = 0;
  /** 0 before and after the array, 1 between its elements' own brackets. */
  #depth = 0;
  #isInString = false;
  /** Whether the last character, within a string, was a backslash that escapes the next one. */
  #isEscaping = false;
  #state: 'before' | 'first' | 'next' | 'after' = 'before';

  /** Whether the array has come to its end. */
  get isComplete(): boolean {
    return this.#state === 'after';
  }

  /** How many characters of an unfinished element are held. */
  get pending(): number {
    return this.#size;
  }

  /**
   * Takes a piece of the array and yields the elements that end in it.
   *
   * @throws SyntaxError when it is no array.
   */
  *push(chunk: string): Generator<string, void, undefined> {
    let start = 0;
    let at = 0;
    while (at < chunk.length) {
      if (this.#isInString) {
        at = this.#skipString(chunk, at);
        continue;
      }
      if (this.#depth === 0) {
        at = skipSpace(chunk, at);
        if (at === chunk.length) break;
        start = at + 1;
      }
      const character = chunk[at];
      at += 1;
      if (this.#depth === 0) this.#open(character);
      else if (character === '"') this.#isInString = true;
      else if (character === '[' || character === '{') this.#depth += 1;
      else if (character === ']' || character === '}') this.#depth -= 1;
      const isEnd = this.#depth === 0 && this.#state !== 'before' && this.#state !== 'after';
      if (!isEnd && !(character === ',' && this.#depth === 1)) continue;
      const element = this.#take(chunk.slice(start, at - 1));
      start = at;
      const isEmptyArray = isEnd && this.#state === 'first' && element.trim() === '';
      this.#state = isEnd ? 'after' : 'next';
      if (!isEmptyArray) yield element;
    }
    this.#keep(chunk.slice(start));
  }

  #open(character: string | undefined): void {
    if (character !== '[' || this.#state !== 'before') throw new SyntaxError('not a JSON array');
    this.#state = 'first';
    this.#depth = 1;
  }

  /** Where to continue: behind the string's end, or at the end of the chunk. */
  #skipString(chunk: string, from: number): number {
    let at = from;
    if (this.#isEscaping) {
      this.#isEscaping = false;
      at += 1;
    }
    for (;;) {
      const quote = chunk.indexOf('"', at);
      const end = quote === -1 ? chunk.length : quote;
      let backslashes = 0;
      while (end - backslashes > at && chunk[end - backslashes - 1] === '\\') backslashes += 1;
      const isEscaped = backslashes % 2 === 1;
      if (quote === -1) {
        this.#isEscaping = isEscaped;
        return chunk.length;
      }
      at = quote + 1;
      if (!isEscaped) {
        this.#isInString = false;
        return at;
      }
    }
  }

  #keep(text: string): void {
    if (text === '' || this.#depth === 0) return;
    this.#parts.push(text);
    this.#size += text.length;
  }

  #take(end: string): string {
    if (this.#parts.length === 0) return end;
    this.#parts.push(end);
    this.#size = 0;
    return this.#parts.splice(0).join('');
  }
}
