import { PassThrough } from 'node:stream';
import { Client } from '@modelcontextprotocol/client';
import { Client as PreviousClient } from '@modelcontextprotocol/sdk/client/index.js';
import { expect, onTestFinished } from 'vitest';
import * as evals from '../../src/evals/index.ts';
import { type ClientOptions, PromptCrafterClient } from '../../src/index.ts';
import {
  type McpClient,
  type McpServerOptions,
  type ServeMcpOptions,
  serveMcpOverStdio,
} from '../../src/mcp/index.ts';
import type { TestApi } from '../../src/testing/index.ts';

/** What came back from a tool. */
export interface Called {
  readonly isError: boolean;
  /** All that the agent reads. */
  readonly text: string;
  /** What stands before the mark. */
  readonly head: string;
  /** What stands between the marks, parsed; `undefined` in an error. */
  readonly data: unknown;
  readonly nextCursor: string | undefined;
  /** Bytes of the result as JSON. */
  readonly size: number;
}

export type Call = (name: string, input?: object) => Promise<Called>;

interface ShownTool {
  readonly name: string;
  readonly description?: string | undefined;
  readonly annotations?: object | undefined;
  readonly inputSchema: object;
}

/** An agent that is connected to a server. */
export interface Agent {
  readonly call: Call;
  listTools(): Promise<readonly ShownTool[]>;
  getInstructions(): string | undefined;
}

/** How an agent speaks: the current protocol, or the one before by a client of either package. */
export const generations = ['2026-07-28', '2025-11-25', 'sdk 1'] as const;
export type Generation = (typeof generations)[number];

export async function createClient(api: TestApi, options: ClientOptions = {}) {
  return new PromptCrafterClient({
    baseUrl: 'https://api.example.com',
    fetch: api.fetch,
    token: await api.token(),
    maxRetries: 0,
    ...options,
  });
}

/** Connects an agent to the tools, over streams as those of a process. */
export async function openAgent(
  client: McpClient,
  options: ServeMcpOptions & { readonly generation?: Generation } = {},
): Promise<Agent> {
  const { generation = '2026-07-28', ...rest } = options;
  const [input, output] = [new PassThrough(), new PassThrough()];
  const serving = serveMcpOverStdio(client, { evals, ...rest, input, output });
  const agent = await connectAgent(createTransport(input, output), generation);
  onTestFinished(async () => {
    input.end();
    await serving;
  });
  return agent;
}

/** The messages of an agent as lines, whichever package it is from. */
function createTransport(input: PassThrough, output: PassThrough) {
  let rest = '';
  const transport = {
    onmessage: undefined as ((message: never) => void) | undefined,
    async start() {
      output.setEncoding('utf8').on('data', (text: string) => {
        const lines = (rest + text).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) transport.onmessage?.(JSON.parse(line) as never);
      });
    },
    async send(message: object) {
      input.write(`${JSON.stringify(message)}\n`);
    },
    async close() {},
  };
  return transport;
}

/** Whatever transport it is: each package has a type of its own for the same thing. */
export async function connectAgent(transport: object, generation: Generation): Promise<Agent> {
  const info = { name: 'agent', version: '1.0.0' };
  if (generation === 'sdk 1') {
    const agent = new PreviousClient(info);
    await agent.connect(transport as never);
    return toAgent(
      async (name, input) => agent.callTool({ name, arguments: input }),
      async () => (await agent.listTools()).tools,
      () => agent.getInstructions(),
    );
  }
  const mode = generation === '2026-07-28' ? { pin: generation } : 'legacy';
  const agent = new Client(info, { versionNegotiation: { mode } });
  await agent.connect(transport as never);
  return toAgent(
    async (name, input) => agent.callTool({ name, arguments: input }),
    async () => (await agent.listTools()).tools,
    () => agent.getInstructions(),
  );
}

function toAgent(
  callTool: (name: string, input: Record<string, unknown>) => Promise<unknown>,
  listTools: Agent['listTools'],
  getInstructions: Agent['getInstructions'],
): Agent {
  return {
    listTools,
    getInstructions,
    call: async (name, input = {}) => toCalled(await callTool(name, { ...input })),
  };
}

function toCalled(result: unknown): Called {
  const { content, isError = false } = result as {
    readonly content: readonly { readonly type: string; readonly text: string }[];
    readonly isError?: boolean;
  };
  const [{ text = '' } = {}] = content;
  expect(content).toEqual([{ type: 'text', text }]);
  const size = Buffer.byteLength(JSON.stringify(result));
  expect(size).toBeLessThanOrEqual(20_000);
  const [, head = '', mark, json = 'null'] =
    /^(.*?)\n<(data-\w+)>\n(.*)\n<\/\2>$/s.exec(text) ?? [];
  expect(mark === undefined, text).toBe(isError);
  const [, nextCursor] = /^nextCursor: (\S+)$/m.exec(head) ?? [];
  return { isError, text, head, size, nextCursor, data: isError ? undefined : JSON.parse(json) };
}

/** All pages of a tool's answer, from the first to the last. */
export async function readPages(call: Call, name: string, input: object): Promise<Called[]> {
  const pages: Called[] = [];
  let cursor: string | undefined;
  do {
    const page = await call(name, { ...input, ...(cursor !== undefined && { cursor }) });
    expect(page.text, 'a page is no error').toSatisfy(() => !page.isError);
    pages.push(page);
    cursor = page.nextCursor;
  } while (cursor !== undefined && pages.length < 1_000);
  return pages;
}

export type { McpServerOptions };
