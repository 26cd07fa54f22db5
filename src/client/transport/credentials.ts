/** A token, or a function that returns one. It is called again when a 401 refuses the token. */
export type TokenSource = string | (() => string | Promise<string>);

/** Whether HTTP lets a header carry a text; a line break would begin another header. */
export const isHeaderValue = (value: unknown): value is string =>
  typeof value === 'string' && /^[\t\x20-\x7e\x80-\xff]*$/.test(value);

/** One run of a token function, shared by the calls that wait for it. */
interface Question {
  readonly answer: Promise<string>;
  waiting: number;
}

/** Follows a function through its awaits, as Node's `AsyncLocalStorage` does. */
interface AsyncContext {
  run<T>(store: true, start: () => T): T;
  getStore(): true | undefined;
}

/** Node, Deno and Bun have one; importing it would keep the client out of browsers. */
function createAsyncContext(): AsyncContext | undefined {
  const { process } = globalThis as {
    process?: {
      getBuiltinModule?(name: string): { AsyncLocalStorage?: new () => AsyncContext } | undefined;
    };
  };
  const hooks = process?.getBuiltinModule?.('node:async_hooks');
  return hooks?.AsyncLocalStorage && new hooks.AsyncLocalStorage();
}

/** The token that calls carry, and where a new one comes from. */
export class Credentials {
  #source: TokenSource | undefined;
  #token: string | undefined;
  #question: Question | undefined;
  /** The header of the token that was used last, if it can be sent. */
  #header: { readonly token: string; readonly value: string | undefined } | undefined;

  /** Whether the token function is running, up to its first `await`. */
  #isStarting = false;
  /** Recognises calls that the token function makes after its first `await`, if the platform can. */
  #context: AsyncContext | undefined;
  readonly #listeners = new Set<() => void>();

  constructor(source: TokenSource | undefined) {
    this.set(source);
  }

  /** Replaces the source; a token that the old one returns later is not kept. */
  set(source: TokenSource | undefined): void {
    this.#source = source;
    this.#token = typeof source === 'string' ? source : undefined;
    this.#question = undefined;
    this.#header = undefined;
    for (const listener of this.#listeners) listener();
  }

  /** Calls a function whenever the source is replaced; returns what ends this. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The header that carries a token, if HTTP lets one. A token is looked at once, not by each call. */
  toHeader(token: string): string | undefined {
    if (this.#header?.token !== token) {
      this.#header = { token, value: isHeaderValue(token) ? `Bearer ${token}` : undefined };
    }
    return this.#header.value;
  }

  /**
   * Takes the token of a login, unless the token function is running. A function that logs in with
   * its own client returns the token itself, and must stay in place to be called again.
   */
  adopt(token: string): void {
    if (!this.#question) this.set(token);
  }

  /** The token, if it is known without asking. An empty one is none. */
  get known(): string | undefined {
    return this.#token || undefined;
  }

  /** Whether there is a token function. */
  get canAsk(): boolean {
    return typeof this.#source === 'function';
  }

  /** Forgets a token that a 401 refused, unless another call has already replaced it. */
  refuse(token: string | undefined): void {
    if (this.canAsk && this.#token === token) this.#token = undefined;
  }

  /**
   * Calls the token function, or joins a run that is under way. `wait` bounds how long the caller
   * waits. A run that no call waits for any more is dropped, so that a function that never returns
   * does not block later calls.
   */
  async ask(wait: (answer: Promise<string>) => Promise<string>): Promise<string> {
    this.#question ??= this.#start();
    const question = this.#question;
    question.waiting += 1;
    try {
      return await wait(question.answer);
    } finally {
      question.waiting -= 1;
      if (question.waiting === 0 && this.#question === question) this.#question = undefined;
    }
  }

  /** Whether a call was made by the token function, which would wait for itself. */
  get isAskedByItself(): boolean {
    return this.#isStarting || this.#context?.getStore() === true;
  }

  #start(): Question {
    const source = this.#source as () => string | Promise<string>;
    const start = async () => {
      this.#isStarting = true;
      try {
        return source();
      } finally {
        this.#isStarting = false;
      }
    };
    this.#context ??= createAsyncContext();
    const answer = this.#context ? this.#context.run(true, start) : start();
    const question: Question = { answer, waiting: 0 };
    const keep = (token: string) => {
      if (this.#question === question) {
        this.#token = token;
        this.#question = undefined;
      }
    };
    question.answer.then(keep, () => undefined);
    return question;
  }
}
