const noMore = { done: true, value: undefined } as const;

/** Inputs one after the other, also from an iterator that cannot be asked twice at a time. */
export class InputSource<T> {
  readonly #inputs: object;
  #iterator: Iterator<T> | AsyncIterator<T> | undefined;
  #state: 'open' | 'stopped' | 'ended' = 'open';
  #last: Promise<unknown> = Promise.resolve();

  /** The iteration begins with the first `take`, which rejects with what the inputs throw. */
  constructor(inputs: object) {
    this.#inputs = inputs;
  }

  /** Takes the next one. */
  take(): Promise<IteratorResult<T, unknown>> {
    const next = this.#last.then(() => this.#ask());
    this.#last = next.catch(() => undefined);
    return next;
  }

  /** Asks for no more inputs. One that was asked for already still arrives. */
  stop(): void {
    if (this.#state === 'open') this.#state = 'stopped';
  }

  /** Closes an iterator that has not ended, as a `for` loop does; an error of closing is ignored. */
  close(): void {
    this.stop();
    if (this.#state === 'ended') return;
    const close = async () => this.#iterator?.return?.();
    close().catch(() => undefined);
  }

  async #ask(): Promise<IteratorResult<T, unknown>> {
    if (this.#state !== 'open') return noMore;
    try {
      this.#iterator ??= begin<T>(this.#inputs);
      const { done, value } = await this.#iterator.next();
      if (!done) return { done: false, value: await value };
      this.#state = 'ended';
      return noMore;
    } catch (error) {
      this.#state = 'ended';
      throw error;
    }
  }
}

/** Whether inputs can be iterated. */
export const isIterable = (inputs: unknown): inputs is object =>
  Symbol.asyncIterator in Object(inputs) || Symbol.iterator in Object(inputs);

function begin<T>(inputs: object): Iterator<T> | AsyncIterator<T> {
  if (Symbol.asyncIterator in inputs) return (inputs as AsyncIterable<T>)[Symbol.asyncIterator]();
  return (inputs as Iterable<T>)[Symbol.iterator]();
}
