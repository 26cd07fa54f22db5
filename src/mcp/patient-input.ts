import type { OpenRequests } from './open-requests.ts';

/** Is called when something happens to a stream. */
export type McpListener = (...args: unknown[]) => void;

/** The part of a readable stream of Node that is used. */
export interface McpInput {
  /** Whether its end has been read. */
  readonly readableEnded: boolean;
  /** Whether it was given up. */
  readonly destroyed: boolean;
  /** Adds a listener. */
  on(event: string, listener: McpListener): unknown;
  /** Removes a listener. */
  off(event: string, listener: McpListener): unknown;
  /** How many listeners there are. */
  listenerCount(event: string): number;
  /** Stops reading, so that the process can end. */
  pause(): unknown;
}

/** The part of a writable stream of Node that is used. */
export interface McpOutput {
  /** Sends text; `false` asks to wait until it has drained. */
  write(text: string): boolean;
  /** Adds a listener. */
  on(event: string, listener: McpListener): unknown;
  /** Adds a listener for one time. */
  once(event: string, listener: McpListener): unknown;
  /** Removes a listener. */
  off(event: string, listener: McpListener): unknown;
  /** The listeners of an event. */
  listeners(event: string): unknown[];
}

/**
 * The same input, but its end waits for the answers that are under way. The transport would drop them, and
 * a script that pipes its requests in would get none.
 */
export function toPatientInput(input: McpInput, open: OpenRequests): McpInput {
  const waiting = new Map<McpListener, () => void>();
  return {
    get readableEnded() {
      return input.readableEnded;
    },
    get destroyed() {
      return input.destroyed;
    },
    on(event, listener) {
      if (event !== 'end' && event !== 'close') return input.on(event, listener);
      const whenAnswered = waiting.get(listener) ?? (() => open.whenEmpty(listener));
      waiting.set(listener, whenAnswered);
      return input.on(event, whenAnswered);
    },
    off: (event, listener) => input.off(event, waiting.get(listener) ?? listener),
    listenerCount: (event) => input.listenerCount(event),
    pause: () => input.pause(),
  };
}
