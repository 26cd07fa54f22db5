import { type Fields, readCount, readFields, readList, readText } from '../read-value.ts';
import { Answer, type AnswerReader, type Choice, type Ending } from './answer.ts';

/** Reads what `POST /chat/completions` answers, OpenAI's and that of those who speak like it. */
export class ChatCompletionReader implements AnswerReader {
  readonly answer = new Answer();

  readBody(body: unknown): void {
    const { choices, ...fields } = readFields(body);
    this.#readFields(fields);
    for (const [position, item] of readList(choices).entries()) {
      const { index, message, finish_reason } = readFields(item);
      this.#readChoice(readCount(index) ?? position, readFields(message), finish_reason);
    }
  }

  readEvent({ choices, error, ...fields }: Fields): Ending | undefined {
    if (error) return 'error';
    this.#readFields(fields);
    for (const [position, item] of readList(choices).entries()) {
      const { index, delta, finish_reason } = readFields(item);
      this.#readChoice(readCount(index) ?? position, readFields(delta), finish_reason);
    }
    return undefined;
  }

  #readFields({ model, usage }: Fields): void {
    const { prompt_tokens, completion_tokens } = readFields(usage);
    this.answer.model = readText(model) ?? this.answer.model;
    this.answer.tokensIn = readCount(prompt_tokens) ?? this.answer.tokensIn;
    this.answer.tokensOut = readCount(completion_tokens) ?? this.answer.tokensOut;
  }

  /** A message, or the next part of one: they are written alike. */
  #readChoice(index: number, message: Fields, finish: unknown): void {
    const choice = this.answer.choice(index);
    const { content, audio, refusal, tool_calls, function_call } = message;
    choice.text.append(readContent(content) ?? readText(readFields(audio).transcript) ?? '');
    choice.refusal.append(readText(refusal) ?? '');
    for (const item of readList(tool_calls)) readToolCall(choice, readFields(item));
    if (function_call) readToolCall(choice, { index: 0, function: function_call });
    choice.finish = readText(finish) ?? choice.finish;
  }
}

/** Some who speak like OpenAI answer with a list of parts. */
function readContent(content: unknown): string | undefined {
  if (!Array.isArray(content)) return readText(content);
  return content.map((part) => readText(readFields(part).text) ?? '').join('');
}

/** Parts of a call have its number; some leave it out, and begin each call with a name. */
function readToolCall(choice: Choice, item: Fields): void {
  const { name, arguments: written, input } = readFields(item.function ?? item.custom);
  const last = Math.max(0, choice.countCalls() - 1);
  const call = choice.call(readCount(item.index) ?? (name ? choice.countCalls() : last));
  call.name = readText(name) ?? call.name;
  call.append(readText(written) ?? readText(input) ?? '');
}
