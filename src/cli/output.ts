import { toJsonText } from './to-json-text.ts';

/** Whoever read the output has left, as `head` does: there is nothing more to do, and nothing to say. */
export class ReaderGone extends Error {
  override readonly name = 'ReaderGone';
}

/** A stream that results go to. */
interface ResultStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly destroyed: boolean;
  write(text: string, done: (error?: Error | null) => void): unknown;
  on(event: 'error', listener: () => void): unknown;
}

/** Where results go: all of them, however slow the reader is. */
export class Output {
  readonly #stream: ResultStream;

  constructor(stream: ResultStream) {
    this.#stream = stream;
    stream.on('error', () => {});
  }

  /** Whether somebody reads along. */
  get isTerminal(): boolean {
    return this.#stream.isTTY === true;
  }

  /** In characters, how wide a line may be. A terminal that does not say has 0 columns. */
  get width(): number {
    return this.isTerminal ? this.#stream.columns || 80 : Number.POSITIVE_INFINITY;
  }

  /**
   * Writes a text, and waits until it is read or the system has it.
   *
   * @throws {@link ReaderGone} when nobody reads any more.
   */
  write(text: string): Promise<void> {
    if (this.#stream.destroyed) return Promise.reject(new ReaderGone());
    return new Promise((resolve, reject) => {
      this.#stream.write(text, (error) => {
        if (!error) resolve();
        else if ('code' in error && error.code === 'EPIPE') reject(new ReaderGone());
        else reject(new Error(`Failed to write the output: ${error.message}. Free some room.`));
      });
    });
  }

  /** Writes one JSON document. */
  async writeJson(value: unknown): Promise<void> {
    await this.write(`${toJsonText(value, 2)}\n`);
  }

  /** Writes one JSON document, an array of what comes. */
  async writeJsonList(records: AsyncIterable<unknown> | Iterable<unknown>): Promise<void> {
    let isFirst = true;
    for await (const record of records) {
      await this.write(`${isFirst ? '[' : ','}\n${toJsonText(record)}`);
      isFirst = false;
    }
    await this.write(isFirst ? '[]\n' : '\n]\n');
  }
}
