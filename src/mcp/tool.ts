import * as z from 'zod/mini';
import type { McpClient } from './mcp-client.ts';
import type { McpEvals } from './mcp-options.ts';

/** Where a result goes on: JSON that travels in a cursor. */
export type Position = Readonly<Record<string, string | number>>;

/** What a tool has found. */
export interface Answer {
  /** Records of the API, or what was counted of them. */
  readonly data: unknown;
  /** What the agent is told about it; no stored text is part of it. */
  readonly remarks?: readonly string[];
  /** Where the next result begins, if this is not all. */
  readonly next?: Position | undefined;
}

/** What a call works with. */
export interface ToolContext {
  readonly client: McpClient;
  readonly signal: AbortSignal;
  /** Bytes that the data of a result may have, as {@link toSize} counts them. */
  readonly budget: number;
  /** Where the result before this one ended. */
  readonly position: unknown;
}

/** Which tools there are. */
export type ToolKind = 'read' | 'create' | 'replace';

export interface ToolDefinition<T extends object> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly kind: ToolKind;
  readonly input: z.ZodMiniType<T>;
  run(input: T, context: ToolContext): Promise<Answer>;
}

/** A tool whose input is checked when it is called. */
export interface Tool extends Omit<ToolDefinition<object>, 'run'> {
  call(input: unknown, context: ToolContext): Promise<Answer>;
}

export function createTool<T extends object>({ run, ...tool }: ToolDefinition<T>): Tool {
  return { ...tool, call: (input, context) => run(z.parse(tool.input, input), context) };
}

/** A tool about scores exists where there are statistics. */
export type CreateScoreTool = (evals: McpEvals) => Tool;

const encoder = new TextEncoder();

/** The bytes of data within a result, which is JSON that holds JSON. */
export function toSize(data: unknown): number {
  return encoder.encode(JSON.stringify(JSON.stringify(data))).length;
}

/** A reason for which a tool fails, as the agent reads it. */
export class ToolError extends Error {
  override readonly name = 'ToolError';
}
