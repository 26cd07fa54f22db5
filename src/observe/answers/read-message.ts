import {
  type Fields,
  parseJson,
  readCount,
  readFields,
  readList,
  readText,
} from '../read-value.ts';
import { Answer, type AnswerReader, type Ending } from './answer.ts';

/** Reads what Anthropic's `POST /v1/messages` answers. */
export class MessageReader implements AnswerReader {
  readonly answer = new Answer();
  readonly #usage = new Map<string, number>();

  readBody(body: unknown): void {
    const message = readFields(body);
    this.#readFields(message);
    for (const [index, block] of readList(message.content).entries()) {
      this.#readBlock(index, readFields(block));
    }
    this.#readEnd(message);
  }

  readEvent(fields: Fields, name: string | undefined): Ending | undefined {
    switch (readText(fields.type) ?? name) {
      case 'message_start':
        this.#readFields(readFields(fields.message));
        return undefined;
      case 'content_block_start':
        this.#readBlock(readCount(fields.index) ?? 0, readFields(fields.content_block));
        return undefined;
      case 'content_block_delta':
        this.#readDelta(readCount(fields.index) ?? 0, readFields(fields.delta));
        return undefined;
      case 'message_delta':
        this.#readFields(fields);
        this.#readEnd(readFields(fields.delta));
        return undefined;
      case 'message_stop':
        return 'complete';
      case 'error':
        return 'error';
      default:
        return undefined;
    }
  }

  /** A stream tells of the tokens twice: what it leaves out the second time still holds. */
  #readFields({ model, usage }: Fields): void {
    this.answer.model = readText(model) ?? this.answer.model;
    for (const [kind, tokens] of Object.entries(readFields(usage))) {
      const count = readCount(tokens);
      if (count !== undefined) this.#usage.set(kind, count);
    }
    this.answer.tokensIn = this.#countTokensIn();
    this.answer.tokensOut = this.#usage.get('output_tokens');
  }

  /** What was read from a cache, or written to one, was sent too; Anthropic counts it apart. */
  #countTokensIn(): number | undefined {
    const tokens = this.#usage.get('input_tokens');
    if (tokens === undefined) return undefined;
    const written = this.#usage.get('cache_creation_input_tokens') ?? 0;
    return tokens + written + (this.#usage.get('cache_read_input_tokens') ?? 0);
  }

  #readBlock(index: number, { type, text, name, input }: Fields): void {
    const choice = this.answer.choice(0);
    if (type === 'text') choice.text.append(readText(text) ?? '');
    if (!readText(type)?.endsWith('tool_use')) return;
    const call = choice.call(index);
    call.name = readText(name) ?? '';
    // A stream begins a call with an empty object, and sends its parts as text.
    call.normalize = (written) => normalizeJson(written === '' ? JSON.stringify(input) : written);
  }

  #readDelta(index: number, { type, text, partial_json }: Fields): void {
    const choice = this.answer.choice(0);
    if (type === 'text_delta') choice.text.append(readText(text) ?? '');
    if (type === 'input_json_delta') choice.call(index).append(readText(partial_json) ?? '');
  }

  #readEnd({ stop_reason, stop_details }: Fields): void {
    const choice = this.answer.choice(0);
    choice.finish = readText(stop_reason) ?? choice.finish;
    if (stop_reason !== 'refusal') return;
    choice.refusal.append(readText(readFields(stop_details).explanation) ?? '');
  }
}

/** The arguments as the SDK's object has them, however they were spaced; what is cut off stays. */
function normalizeJson(written: string | undefined): string {
  const value = parseJson(written ?? '{}');
  return value === undefined ? (written ?? '') : JSON.stringify(value);
}
