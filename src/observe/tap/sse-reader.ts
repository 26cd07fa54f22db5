import { BoundedJson } from './bounded-json.ts';

/** One event of a stream. */
export interface ServerSentEvent {
  readonly event: string | undefined;
  readonly data: string;
}

/** Cuts a stream of server-sent events into events; parts may end anywhere, in a line end too. */
export class SseReader {
  readonly #onEvent: (event: ServerSentEvent) => void;
  /** The beginning of a line whose end has not come. */
  readonly #line = new BoundedJson();
  #event: string | undefined;
  #data: string[] = [];
  /** The part before ended in a carriage return: a line feed that follows belongs to it. */
  #isAfterReturn = false;

  constructor(onEvent: (event: ServerSentEvent) => void) {
    this.#onEvent = onEvent;
  }

  /** Takes a part of the stream. An event that the stream ends in the middle of is none. */
  feed(part: string): void {
    if (part === '') return;
    let start = this.#isAfterReturn && part.startsWith('\n') ? 1 : 0;
    this.#isAfterReturn = part.endsWith('\r');
    const lineEnd = /\r\n|\n|\r/g;
    lineEnd.lastIndex = start;
    for (let found = lineEnd.exec(part); found; found = lineEnd.exec(part)) {
      this.#endLine(part.slice(start, found.index));
      start = lineEnd.lastIndex;
    }
    if (start < part.length) this.#line.append(part.slice(start));
  }

  #endLine(rest: string): void {
    let line: string | undefined = rest;
    if (!this.#line.isEmpty()) {
      this.#line.append(rest);
      line = this.#line.take();
    }
    if (line === '') this.#endEvent();
    else if (line === undefined) this.#data.push('');
    else if (line.startsWith('data:')) this.#data.push(readValue(line, 5));
    else if (line.startsWith('event:')) this.#event = readValue(line, 6);
  }

  #endEvent(): void {
    const event = { event: this.#event, data: this.#data.join('\n') };
    const isEmpty = this.#data.length === 0;
    this.#event = undefined;
    this.#data = [];
    if (!isEmpty) this.#onEvent(event);
  }
}

/** One space after the colon is not part of the value. */
function readValue(line: string, start: number): string {
  return line.slice(line[start] === ' ' ? start + 1 : start);
}
