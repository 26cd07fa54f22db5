import { type Fields, readCount, readFields, readList, readText } from '../read-value.ts';
import { Answer, type AnswerReader, type Ending } from './answer.ts';

/** Reads what OpenAI's `POST /responses` answers. */
export class ResponseReader implements AnswerReader {
  readonly answer = new Answer();

  readBody(body: unknown): void {
    const response = readFields(body);
    this.#readFields(response);
    this.#readOutput(response.output);
    this.#readEnd(response);
  }

  readEvent(fields: Fields, name: string | undefined): Ending | undefined {
    const choice = this.answer.choice(0);
    switch (readText(fields.type) ?? name) {
      case 'response.created':
      case 'response.in_progress':
        this.#readFields(readFields(fields.response));
        return undefined;
      case 'response.output_text.delta':
        choice.text.append(readText(fields.delta) ?? '');
        return undefined;
      case 'response.refusal.delta':
        choice.refusal.append(readText(fields.delta) ?? '');
        return undefined;
      case 'response.function_call_arguments.delta':
      case 'response.mcp_call_arguments.delta':
      case 'response.custom_tool_call_input.delta':
        choice.call(readIndex(fields)).append(readText(fields.delta) ?? '');
        return undefined;
      case 'response.output_item.added':
      case 'response.output_item.done':
        this.#readCall(readIndex(fields), readFields(fields.item));
        return undefined;
      case 'response.completed':
      case 'response.incomplete':
        return this.#readLast(readFields(fields.response));
      case 'response.failed':
      case 'error':
        return 'error';
      default:
        return undefined;
    }
  }

  /** The last event repeats the whole answer: it is read where no parts have come. */
  #readLast(response: Fields): Ending {
    this.#readFields(response);
    if (this.answer.choice(0).toOutput() === '') this.#readOutput(response.output);
    this.#readEnd(response);
    return 'complete';
  }

  #readFields({ model, usage }: Fields): void {
    const { input_tokens, output_tokens } = readFields(usage);
    this.answer.model = readText(model) ?? this.answer.model;
    this.answer.tokensIn = readCount(input_tokens) ?? this.answer.tokensIn;
    this.answer.tokensOut = readCount(output_tokens) ?? this.answer.tokensOut;
  }

  #readOutput(output: unknown): void {
    const choice = this.answer.choice(0);
    for (const [index, value] of readList(output).entries()) {
      const item = readFields(value);
      this.#readCall(index, item);
      if (item.type !== 'message') continue;
      for (const part of readList(item.content)) {
        const { type, text, refusal } = readFields(part);
        if (type === 'output_text') choice.text.append(readText(text) ?? '');
        if (type === 'refusal') choice.refusal.append(readText(refusal) ?? '');
      }
    }
  }

  /** A call of a function, of a custom tool or of one behind MCP: it has a name and what is passed. */
  #readCall(index: number, item: Fields): void {
    const { type, name, arguments: written, input } = item;
    if (!readText(type)?.endsWith('_call') || !readText(name)) return;
    const call = this.answer.choice(0).call(index);
    call.name = readText(name) ?? '';
    const passed = readText(written) ?? readText(input);
    if (passed !== undefined) call.write(passed);
  }

  /** Why it is incomplete says more than that it is. */
  #readEnd({ status, incomplete_details }: Fields): void {
    this.answer.choice(0).finish =
      readText(readFields(incomplete_details).reason) ?? readText(status);
  }
}

function readIndex({ output_index }: Fields): number {
  return readCount(output_index) ?? 0;
}
