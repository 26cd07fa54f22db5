import PromptCrafterClient, { type LogEvent } from 'promptcrafter-client';

/** A client, and word of what it does. The token stays in the client, and so in memory alone. */
export interface Session {
  readonly client: PromptCrafterClient;
  /** Calls back whenever a call to this route failed and is about to be tried again. */
  onRetry(route: string, callback: (event: LogEvent) => void, signal: AbortSignal): void;
}

export function createSession(): Session {
  const retries = new EventTarget();
  const client = new PromptCrafterClient({
    // Without it, the client talks to the hosted API.
    baseUrl: import.meta.env.VITE_API_URL,
    logger: {
      warn: (_message, event) =>
        retries.dispatchEvent(new CustomEvent(event.route, { detail: event })),
    },
  });
  return {
    client,
    onRetry(route, callback, signal) {
      const listener = (event: Event) => callback((event as CustomEvent<LogEvent>).detail);
      retries.addEventListener(route, listener, { signal });
    },
  };
}
