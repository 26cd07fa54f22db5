import type { ClientConnection } from '../../../src/core/connection.ts';
import PromptCrafterClient, {
  AuthenticationError,
  type CreateLogInput,
  type Log,
  NotFoundError,
  PromptCrafterAPIError,
  PromptCrafterConnectionError,
  PromptCrafterError,
  ServerError,
} from '../../../src/index.ts';
import type { QueueClient } from '../../../src/queue/delivery.ts';

export interface ConnectedOptions {
  baseUrl?: string;
  token: string | (() => string | Promise<string>);
  fetch?: (url: string, init?: RequestInit) => Promise<Response>;
  attemptTimeout?: number;
}

export function createConnectedClient(
  options: ConnectedOptions,
): QueueClient & { setToken(token: string): void; raw: PromptCrafterClient } {
  const baseUrl = options.baseUrl ?? 'https://api.example.com';
  let offset: number | undefined;
  let token = options.token;
  const observed = async (url: string, init?: RequestInit) => {
    const response = await (options.fetch ?? globalThis.fetch)(url, init);
    const date = response.headers.get('date');
    if (date) offset = Date.parse(date) - performance.now();
    return response;
  };
  const client = new PromptCrafterClient({
    baseUrl,
    token,
    fetch: observed as never,
    ...(options.attemptTimeout && { attemptTimeout: options.attemptTimeout }),
  });
  const listeners = new Set<() => void>();
  const claimed = new Set<string>();
  const getToken = async () => (typeof token === 'function' ? token() : token);
  const createLog = async (input: CreateLogInput, request?: object) => {
    const log: Log = await client.createLog(input, request);
    claimed.add(log._id);
    return log;
  };
  const connection: ClientConnection = {
    baseUrl,
    hasToken: typeof token === 'string',
    get account() {
      try {
        return JSON.parse(atob(String(token).split('.')[1] ?? '')).sub;
      } catch {
        return undefined;
      }
    },
    clock: {
      get isKnown() {
        return offset !== undefined;
      },
      resolveEarliest: (sentAt) => sentAt + (offset ?? Date.now() - performance.now()) - 2_000,
      judge(createdAt, since) {
        const at = Date.parse(createdAt);
        if (at >= since + (offset ?? Date.now() - performance.now()) - 2_000) return 'new';
        return offset === undefined ? 'unsure' : 'old';
      },
    },
    claims: {
      keep: () => () => undefined,
      watchSame: () => () => false,
      take: ({ _id }) => !claimed.has(_id) && Boolean(claimed.add(_id)),
      wasDeleted: () => false,
    },
    report() {},
    async requestToken() {},
    async renewToken() {},
    onToken(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async *listLogs(promptId, { signal } = {}) {
      const url = `${baseUrl}/logs?promptId=${encodeURIComponent(promptId)}`;
      let response: Response;
      let body: unknown;
      let text = '';
      try {
        response = await observed(url, {
          headers: { authorization: `Bearer ${await getToken()}` },
          signal: AbortSignal.any([
            AbortSignal.timeout(options.attemptTimeout ?? 10_000),
            ...(signal ? [signal] : []),
          ]),
        });
        text = await response.text();
      } catch (error) {
        signal?.throwIfAborted();
        throw new PromptCrafterConnectionError('no answer');
      }
      try {
        body = JSON.parse(text);
      } catch {
        body = text;
      }
      const { status } = response;
      if (status >= 400) {
        const Class =
          status === 404
            ? NotFoundError
            : status === 401
              ? AuthenticationError
              : status >= 500
                ? ServerError
                : PromptCrafterAPIError;
        throw new Class(`HTTP ${status}`, { status, body });
      }
      if (!Array.isArray(body)) throw new PromptCrafterError('no list', { status });
      yield* body;
    },
    createLogKeepalive: (input) => createLog(input, { maxRetries: 0 }),
  };
  return {
    raw: client,
    createLog,
    connection,
    setToken(next) {
      token = next;
      client.setToken(next);
      for (const listener of listeners) listener();
    },
  };
}
