import type { JSONRPCMessage } from '@modelcontextprotocol/server';

/** The requests of an agent that have no answer yet. */
export class OpenRequests {
  readonly #ids = new Set<string | number>();
  #onEmpty: (() => void) | undefined;

  /** Takes note of a message of the agent. */
  noteReceived(message: JSONRPCMessage): void {
    if (!('method' in message)) return;
    if ('id' in message) this.#ids.add(message.id);
    const { requestId } = Object(message.params) as { readonly requestId?: string | number };
    if (message.method === 'notifications/cancelled' && requestId !== undefined) {
      this.#remove(requestId);
    }
  }

  /** Takes note of a message to the agent. */
  noteSent(message: JSONRPCMessage): void {
    if (!('method' in message) && message.id !== undefined) this.#remove(message.id);
  }

  /** Calls a function once nothing is open, which may be now. */
  whenEmpty(callback: () => void): void {
    if (this.#ids.size === 0) callback();
    else this.#onEmpty = callback;
  }

  #remove(id: string | number): void {
    this.#ids.delete(id);
    if (this.#ids.size === 0) this.#onEmpty?.();
  }
}
