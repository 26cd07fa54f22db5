import { buildServer } from './build-server.ts';
import type { McpClient } from './mcp-client.ts';
import type { McpServerOptions } from './mcp-options.ts';

/** What carries messages to an agent and back: any transport of `@modelcontextprotocol/server`. */
export interface McpTransport {
  /** Begins to receive. */
  start(): Promise<void>;
  /** Sends a message. */
  send(message: never, options?: unknown): Promise<void>;
  /** Ends the connection. */
  close(): Promise<void>;
}

/** A server for one connection. */
export interface McpServer {
  /** Answers what comes by a transport, until it is closed. */
  connect(transport: McpTransport): Promise<void>;
  /** Ends the connection. */
  close(): Promise<void>;
}

/**
 * Creates a server of the Model Context Protocol: tools with which an agent reads prompts and logs, and
 * with `write` also saves them. A result has at most 20 kB, and says where to go on; stored texts in it are
 * marked as data. Errors are results that say what to do.
 *
 * A server is for one connection; {@link serveMcpOverStdio} makes one and connects it.
 *
 * @example
 * ```ts
 * import * as evals from 'promptcrafter-client/evals';
 * import { createMcpServer } from 'promptcrafter-client/mcp';
 *
 * const server = createMcpServer(client, { evals });
 * await server.close();
 * ```
 */
export function createMcpServer(client: McpClient, options: McpServerOptions = {}): McpServer {
  const server = buildServer(client, options);
  return {
    connect: (transport) => server.connect(transport as Parameters<typeof server.connect>[0]),
    close: () => server.close(),
  };
}
