import type { Fields } from '../read-value.ts';
import { BoundedText } from '../tap/bounded-text.ts';

/** How an answer came to its end. */
export type Ending = 'complete' | 'aborted' | 'error';

/** Reads an answer of one of the vendors' APIs, whole or event by event. */
export interface AnswerReader {
  readonly answer: Answer;
  /** Reads a whole answer from its JSON. */
  readBody(body: unknown): void;
  /** Reads an event of a stream by what it holds and its name; says how the answer ended, if so. */
  readEvent(fields: Fields, name: string | undefined): Ending | undefined;
}

/** What a model answered, as far as it has come. */
export class Answer {
  /** The model that answered. */
  model: string | undefined;
  tokensIn: number | undefined;
  tokensOut: number | undefined;
  readonly #choices = new Map<number, Choice>();

  /** The choice of this number; most answers have one alone, 0. */
  choice(index: number): Choice {
    const choice = this.#choices.get(index) ?? new Choice();
    this.#choices.set(index, choice);
    return choice;
  }

  /** The choices that have come, with their numbers, in order. */
  choices(): [number, Choice][] {
    return [...this.#choices].sort(([a], [b]) => a - b);
  }
}

/** One of the texts that a model answered with. */
export class Choice {
  readonly text = new BoundedText();
  readonly refusal = new BoundedText();
  /** The vendor's word for why the model stopped; absent if it did not. */
  finish: string | undefined;
  readonly #calls = new Map<number, ToolCall>();

  /** The tool call of this number. */
  call(index: number): ToolCall {
    const call = this.#calls.get(index) ?? new ToolCall();
    this.#calls.set(index, call);
    return call;
  }

  /** How many there are so far. */
  countCalls(): number {
    return this.#calls.size;
  }

  /** The text, the refusal, then the tool calls, one a line; empty if there is none of them. */
  toOutput(): string {
    const calls = [...this.#calls]
      .sort(([a], [b]) => a - b)
      .flatMap(([, call]) => (call.name === '' ? [] : [call.toString()]));
    const texts = [this.text, this.refusal].filter((text) => !text.isEmpty());
    const output = new BoundedText();
    output.append([...texts, ...calls].join('\n'));
    return output.toString();
  }
}

/** A tool that the model wants called. */
export class ToolCall {
  name = '';
  /** How the arguments are written in the end, where the vendor sends an object in parts. */
  normalize: (written: string) => string = (written) => written;
  #written = new BoundedText();

  append(part: string): void {
    this.#written.append(part);
  }

  /** Replaces what has come so far. */
  write(text: string): void {
    this.#written = new BoundedText();
    this.#written.append(text);
  }

  toString(): string {
    return `${this.name}(${this.normalize(this.#written.toString())})`;
  }
}
