/** A field of a record. */
export interface CsvField {
  readonly text: string;
  readonly isQuoted: boolean;
}

type State = 'start' | 'plain' | 'quoted' | 'afterQuote';

/** Reads one record by RFC 4180, line by line: a quoted field may go over many. */
export class CsvRecord {
  readonly fields: CsvField[] = [];
  /** Why it is no record. */
  damage: string | undefined;
  #state: State = 'start';
  /** Pieces of the field that is being read. */
  #pieces: string[] = [];

  /** Whether a quoted field goes on in the next line. */
  get isOpen(): boolean {
    return this.#state === 'quoted';
  }

  /** Takes a line with its end. */
  add(line: string): void {
    const end = line.length - (/\r?\n$/.exec(line)?.[0].length ?? 0);
    let at = 0;
    while (at <= end)
      at = this.#state === 'quoted' ? this.#readQuoted(line, at) : this.#read(line, at, end);
  }

  /** Reads on outside of quotes, and gives where to go on: behind the line when it is over. */
  #read(line: string, at: number, end: number): number {
    if (this.#state === 'start' && line[at] === '"' && at < end) {
      this.#state = 'quoted';
      return at + 1;
    }
    const comma = line.indexOf(',', at);
    const stop = comma === -1 || comma > end ? end : comma;
    const text = line.slice(at, stop);
    if (this.#state === 'afterQuote' && text !== '')
      this.damage ??= 'there is text behind a quoted field';
    if (text.includes('"')) this.damage ??= 'there is a quote in a field without quotes';
    this.#end(text);
    return stop + 1;
  }

  #readQuoted(line: string, at: number): number {
    const quote = line.indexOf('"', at);
    if (quote === -1) {
      this.#pieces.push(line.slice(at));
      return line.length + 1;
    }
    this.#pieces.push(line.slice(at, quote));
    if (line[quote + 1] === '"') {
      this.#pieces.push('"');
      return quote + 2;
    }
    this.#state = 'afterQuote';
    return quote + 1;
  }

  #end(text: string): void {
    const isQuoted = this.#state === 'afterQuote';
    this.fields.push({ text: isQuoted ? this.#pieces.join('') : text, isQuoted });
    this.#pieces = [];
    this.#state = 'start';
  }
}
