/** A signal of the system that ends the program. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  readonly signal: NodeJS.Signals;

  constructor(signal: NodeJS.Signals) {
    super(signal);
    this.signal = signal;
  }
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs something that can be interrupted, so that it can put things in order first. A second signal
 * ends the program at once.
 *
 * @throws {@link Interrupted} when it was interrupted, whatever came of it.
 */
export async function withInterrupt<T>(run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const onSignal = (signal: NodeJS.Signals) => {
    stopListening();
    controller.abort(new Interrupted(signal));
  };
  const stopListening = () => {
    for (const signal of signals) process.off(signal, onSignal);
  };
  for (const signal of signals) process.on(signal, onSignal);
  try {
    return await run(controller.signal);
  } finally {
    stopListening();
    controller.signal.throwIfAborted();
  }
}
