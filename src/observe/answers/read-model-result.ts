import { type Fields, readCount, readFields, readList, readText } from '../read-value.ts';
import { Answer, type Ending } from './answer.ts';

/** Reads what a model of the AI SDK answers, by versions 2 to 4 of its specification. */
export class ModelResultReader {
  readonly answer = new Answer();
  /** Calls come in parts under an id; the number is their order. */
  readonly #calls = new Map<string, number>();

  /** Reads what `doGenerate` gave. */
  readResult(result: unknown): void {
    const { content, response, ...fields } = readFields(result);
    for (const item of readList(content)) {
      const part = readFields(item);
      if (part.type === 'text') this.answer.choice(0).text.append(readText(part.text) ?? '');
      if (part.type === 'tool-call') this.#readCall(part);
    }
    this.#readModel(readFields(response));
    this.#readFinish(fields);
  }

  /** Reads a part of what `doStream` gave; says how the answer ended if this is its last. */
  readPart(value: unknown): Ending | undefined {
    const part = readFields(value);
    switch (part.type) {
      case 'response-metadata':
        this.#readModel(part);
        return undefined;
      case 'text-delta':
        this.answer.choice(0).text.append(readText(part.delta) ?? '');
        return undefined;
      case 'tool-input-start':
        this.#openCall(part.id).name = readText(part.toolName) ?? '';
        return undefined;
      case 'tool-input-delta':
        this.#openCall(part.id).append(readText(part.delta) ?? '');
        return undefined;
      case 'tool-call':
        this.#readCall(part);
        return undefined;
      case 'finish':
        this.#readFinish(part);
        return 'complete';
      case 'error':
        return 'error';
      default:
        return undefined;
    }
  }

  #readCall({ toolCallId, toolName, input }: Fields): void {
    const call = this.#openCall(toolCallId);
    call.name = readText(toolName) ?? '';
    call.write(typeof input === 'string' ? input : (JSON.stringify(input) ?? ''));
  }

  #openCall(id: unknown) {
    const key = String(id);
    const index = this.#calls.get(key) ?? this.#calls.size;
    this.#calls.set(key, index);
    return this.answer.choice(0).call(index);
  }

  #readModel({ modelId }: Fields): void {
    this.answer.model = readText(modelId) ?? this.answer.model;
  }

  /** A word and numbers in version 2; objects from version 3 on. */
  #readFinish({ finishReason, usage }: Fields): void {
    const { inputTokens, outputTokens } = readFields(usage);
    this.answer.choice(0).finish =
      readText(finishReason) ?? readText(readFields(finishReason).unified);
    this.answer.tokensIn = readCount(inputTokens) ?? readCount(readFields(inputTokens).total);
    this.answer.tokensOut = readCount(outputTokens) ?? readCount(readFields(outputTokens).total);
  }
}
