import { type LogEvent, PromptCrafterClient } from '../../index.ts';
import type { Login } from './kept-login.ts';

/** A client, and word of what it does. */
export interface Session {
  readonly client: PromptCrafterClient;
  /** Where the API is: the page lies at its root. */
  readonly baseUrl: string;
  /** Calls back whenever a call to this route failed and is about to be tried again. */
  onRetry(route: string, callback: (event: LogEvent) => void, signal: AbortSignal): void;
}

export function createSession(login?: Login): Session {
  const retries = new EventTarget();
  const baseUrl = new URL('.', document.baseURI).href;
  const client = new PromptCrafterClient({
    baseUrl,
    ...(login && { token: login.token }),
    // Whoever serves the page decided on its protocol. The login says so where it is not encrypted.
    allowInsecureHttp: true,
    logger: {
      warn: (_message, event) =>
        retries.dispatchEvent(new CustomEvent(event.route, { detail: event })),
    },
  });
  return {
    client,
    baseUrl,
    onRetry(route, callback, signal) {
      const listener = (event: Event) => callback((event as CustomEvent<LogEvent>).detail);
      retries.addEventListener(route, listener, { signal });
    },
  };
}
