import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import { buildServer } from './build-server.ts';
import type { McpClient } from './mcp-client.ts';
import type { McpServerOptions } from './mcp-options.ts';
import { OpenRequests } from './open-requests.ts';
import { type McpInput, type McpOutput, toPatientInput } from './patient-input.ts';

/** Options of {@link serveMcpOverStdio}. */
export interface ServeMcpOptions extends McpServerOptions {
  /**
   * Where messages come from: a readable stream of Node.
   * @defaultValue standard input
   */
  readonly input?: McpInput | undefined;
  /**
   * Where messages go to, and nothing else: a writable stream of Node.
   * @defaultValue standard output
   */
  readonly output?: McpOutput | undefined;
  /** Ends the service. */
  readonly signal?: AbortSignal | undefined;
  /** Gets what went wrong with the connection itself. */
  readonly report?: ((error: unknown) => void) | undefined;
}

type Streams = ConstructorParameters<typeof StdioServerTransport>;

/**
 * Serves the tools of {@link createMcpServer} over standard input and output, to clients of the current
 * generation of the protocol and of the one before. Resolves when the agent has closed its end and what it
 * asked is answered, or the signal is aborted. Node, Deno and Bun.
 *
 * @example
 * ```ts
 * import * as evals from 'promptcrafter-client/evals';
 * import { serveMcpOverStdio } from 'promptcrafter-client/mcp';
 *
 * await serveMcpOverStdio(client, { evals, signal: AbortSignal.abort() });
 * ```
 */
export async function serveMcpOverStdio(
  client: McpClient,
  options: ServeMcpOptions = {},
): Promise<void> {
  const { input = process.stdin, output = process.stdout, signal, report, ...rest } = options;
  const open = new OpenRequests();
  const [stdin, stdout] = [toPatientInput(input, open), output] as unknown as Streams;
  const transport = new StdioServerTransport(stdin, stdout);
  const closed = new Promise<void>((resolve) => {
    const close = transport.close.bind(transport);
    transport.close = () => close().finally(resolve);
  });
  const send = transport.send.bind(transport);
  transport.send = (message) => send(message).finally(() => open.noteSent(message));
  const handle = serveStdio(() => buildServer(client, rest), {
    transport,
    onerror: (error) => report?.(error),
  });
  const receive = transport.onmessage;
  transport.onmessage = (message) => {
    open.noteReceived(message);
    receive?.(message);
  };
  const end = () => void handle.close();
  if (signal?.aborted) end();
  signal?.addEventListener('abort', end, { once: true });
  await closed;
  signal?.removeEventListener('abort', end);
}
