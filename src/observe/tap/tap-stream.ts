/** Looks on while a stream is read. None of it may throw. */
export interface StreamTap<T> {
  /** A chunk is on its way to the reader; it must be read before this returns. */
  see(chunk: T): void;
  /** The stream came to its end, failed, or was left by its reader. */
  end(how: 'complete' | 'aborted' | 'error', reason?: unknown): void;
}

/**
 * A stream that gives what another one gives, chunk by chunk, and asks it for a chunk only when it
 * is asked for one itself: nothing is buffered here, and a slow reader slows the source.
 *
 * The source is locked at the first read, not before: Node frees the connection of a body that nobody
 * has begun to read once its response is collected. That is also why the response, its owner, is
 * held as long as what is given here is.
 */
export function tapStream<T>(
  source: ReadableStream<T>,
  owner: unknown,
  tap: StreamTap<T>,
): ReadableStream<T> {
  const relay = new Relay(source, owner, tap);
  if (!isByteStream(source)) {
    return new ReadableStream<T>(
      { pull: (controller) => relay.pull(controller), cancel: (reason) => relay.cancel(reason) },
      { highWaterMark: 0 },
    );
  }
  return new ReadableStream({
    type: 'bytes',
    pull: (controller) => relay.pull(controller as unknown as RelayController<T>),
    cancel: (reason) => relay.cancel(reason),
  }) as unknown as ReadableStream<T>;
}

/** What both kinds of controllers have. */
interface RelayController<T> {
  enqueue(chunk: T): void;
  close(): void;
  error(reason?: unknown): void;
  readonly byobRequest?: { respond(bytes: number): void } | null;
}

class Relay<T> {
  readonly owner: unknown;
  readonly #source: ReadableStream<T>;
  readonly #tap: StreamTap<T>;
  #reader: ReadableStreamDefaultReader<T> | undefined;
  #isReading = false;
  #failure: { readonly error: unknown } | undefined;
  #isOver = false;

  constructor(source: ReadableStream<T>, owner: unknown, tap: StreamTap<T>) {
    this.#source = source;
    this.owner = owner;
    this.#tap = tap;
  }

  pull(controller: RelayController<T>): Promise<void> {
    const reader = this.#open(controller);
    this.#isReading = true;
    return reader.read().then(
      ({ done, value }) => {
        this.#isReading = false;
        if (done) this.#close(controller);
        else this.#pass(value, controller);
        if (this.#failure) this.#fail(this.#failure.error, controller);
      },
      (error: unknown) => this.#fail(error, controller),
    );
  }

  cancel(reason: unknown): Promise<void> {
    const isFirst = !this.#isOver;
    this.#isOver = true;
    const cancelled = this.#reader ? this.#reader.cancel(reason) : this.#source.cancel(reason);
    if (isFirst) this.#tap.end('aborted', reason);
    return cancelled;
  }

  #open(controller: RelayController<T>): ReadableStreamDefaultReader<T> {
    if (this.#reader) return this.#reader;
    const reader = this.#source.getReader();
    this.#reader = reader;
    // A source that fails while nobody reads fails its reader at once, as it would without a relay;
    // one that fails while it gives a chunk has given the chunk first.
    reader.closed.catch((error: unknown) => {
      if (this.#isReading) this.#failure = { error };
      else this.#fail(error, controller);
    });
    return reader;
  }

  /** Bytes are seen first: the stream takes them over as it is given them. */
  #pass(chunk: T, controller: RelayController<T>): void {
    if (this.#isOver) return;
    this.#tap.see(chunk);
    controller.enqueue(chunk);
  }

  #close(controller: RelayController<T>): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#tap.end('complete');
    controller.close();
    controller.byobRequest?.respond(0);
  }

  #fail(error: unknown, controller: RelayController<T>): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#tap.end('error', error);
    controller.error(error);
  }
}

/** A stream of bytes can be read into a buffer of the reader's; what passes it on must let that be. */
function isByteStream(source: ReadableStream): boolean {
  try {
    source.getReader({ mode: 'byob' }).releaseLock();
    return true;
  } catch {
    return false;
  }
}
