/**
 * Tools for agents: a server of the Model Context Protocol over prompts, logs and scores.
 *
 * @module promptcrafter-client/mcp
 */
export type { HeadersOption, RequestOptions } from '../client/options.ts';
export type { CreateLogInput, Log } from '../core/schemas/log.ts';
export type { CreatePromptInput, Prompt, UpdatePromptInput } from '../core/schemas/prompt.ts';
export { createMcpServer, type McpServer, type McpTransport } from './create-mcp-server.ts';
export type { McpClient } from './mcp-client.ts';
export type {
  McpEvals,
  McpScoreFilter,
  McpServerOptions,
  McpSummaryKey,
} from './mcp-options.ts';
export { type ServeMcpOptions, serveMcpOverStdio } from './node-serve-over-stdio.ts';
export type { McpInput, McpListener, McpOutput } from './patient-input.ts';
