import type * as Evals from '../../../src/evals/index.ts';
import type * as Sdk from '../../../src/index.ts';
import type * as Meta from '../../../src/meta.ts';
import type * as Observe from '../../../src/observe/index.ts';
import type * as Prompts from '../../../src/prompts/index.ts';
import type { createLogQueue, Spool } from '../../../src/queue/index.ts';
import type { FailOptions, FailRandomlyOptions } from '../../../src/testing/index.ts';

export type { Sdk };

/** What the package has for logging in the background. */
export interface Queues {
  readonly createLogQueue: typeof createLogQueue;
  /** Opens a spool that nobody has used, where there are files. */
  readonly openSpool?: () => Spool;
}

/** Where the cases run. */
export const runtimeNames = [
  'Node 22',
  'Node 24',
  'Node 26',
  'Deno',
  'Bun',
  'workerd',
  'Chromium',
  'Firefox',
] as const;

export type RuntimeName = (typeof runtimeNames)[number];

/** How a raw server answers a request: with bytes as they are, and with what then happens. */
export interface WireAnswer {
  /** Status line, headers and body; `{cors}` stands for the headers that let a browser read it. */
  readonly text?: string;
  readonly next: 'keep' | 'end' | 'reset' | 'stall';
}

/** The server that a case talks to; each case has its own. */
export interface WorldOptions {
  /**
   * - `api`: the test API on a socket, with connections that are used again
   * - `fresh`: the same, but each connection carries one request
   * - `script`: a raw server that gives these answers, the last one again and again
   * - `refused`: a port on which nobody listens
   */
  readonly kind?: 'api' | 'fresh' | 'script' | 'refused';
  readonly faults?: readonly FailOptions[];
  readonly randomFaults?: FailRandomlyOptions;
  readonly script?: readonly WireAnswer[];
}

/** What a case finds when it starts. */
export interface OpenedWorld {
  readonly id: string;
  readonly url: string;
  /** Another origin, which notes who asks it for something. */
  readonly otherUrl: string;
  readonly token: string;
  /** A prompt of the token's user, which has one log, and a prompt of another user. */
  readonly promptId: string;
  readonly logId: string;
  readonly foreignPromptId: string;
}

/** The account that the token belongs to. */
export const account = { name: 'Ada', email: 'ada@example.com', password: 'a-long-secret' };

/** For a fault that hits every request; JSON has no `Infinity`. */
export const always = Number.MAX_SAFE_INTEGER;

/** What has happened to a server. */
export interface WorldState {
  /** The operations that were asked of the API, in order. */
  readonly operations: readonly (string | undefined)[];
  /** Queries, by operation. */
  readonly queries: readonly Readonly<Record<string, string>>[];
  /** Whether each request carried a token. */
  readonly authorized: readonly boolean[];
  readonly prompts: number;
  readonly logs: number;
  /** The request lines that a raw server was sent. */
  readonly lines: readonly string[];
  /** The requests that the other origin was sent. */
  readonly otherLines: readonly string[];
}

/** The entries of the package beside the client. */
export interface Rooms {
  readonly meta: typeof Meta;
  readonly prompts: typeof Prompts;
  readonly observe: typeof Observe;
  readonly evals: typeof Evals;
  readonly queues: Queues;
}

/** What a case works with. */
export interface Context {
  readonly sdk: typeof Sdk;
  readonly rooms: Rooms;
  /** A client with the world's address and token. */
  readonly client: Sdk.PromptCrafterClient;
  readonly world: OpenedWorld;
  /** A client with other options; the address is the world's unless given. */
  createClient(options: Sdk.ClientOptions): Sdk.PromptCrafterClient;
  /** Arms a fault of the test API. */
  fail(options: FailOptions): Promise<void>;
  /** Waits until the server has been sent so many requests. */
  waitForRequests(count: number): Promise<void>;
  readState(): Promise<WorldState>;
}

/** How a case ends: the same in every runtime. */
export interface Result {
  /** `resolves`, or the class of the error. */
  readonly ends: string;
  readonly status?: number;
  readonly outcome?: Sdk.Outcome;
  /** What the call delivered, or what else is looked at. */
  readonly value?: unknown;
  /** What the server has seen. */
  readonly server?: unknown;
}

/**
 * Where a platform may do by itself what no client can see or keep it from doing; whether it does
 * is up to its version.
 */
export interface Difference {
  readonly in: readonly RuntimeName[];
  readonly expected: Result;
  /** What a user sees of it, and why it is so. */
  readonly reason: string;
}

export interface Case {
  readonly name: string;
  readonly world?: WorldOptions;
  run(context: Context): Promise<unknown>;
  /** What is looked at once the call has ended. */
  look?(state: WorldState): unknown;
  readonly expected: Result;
  readonly differences?: readonly Difference[];
}

export interface CaseGroup {
  readonly title: string;
  readonly cases: readonly Case[];
}

export const resolves = (value?: unknown, server?: unknown): Result => ({
  ends: 'resolves',
  ...(value !== undefined && { value }),
  ...(server !== undefined && { server }),
});

export const rejects = (ends: string, outcome: Sdk.Outcome, server?: unknown): Result => ({
  ends,
  outcome,
  ...(server !== undefined && { server }),
});

export const answers = (
  ends: string,
  status: number,
  outcome: Sdk.Outcome = 'not-applied',
  server?: unknown,
): Result => ({ ends, status, outcome, ...(server !== undefined && { server }) });

export const toLog = ({ world }: Context, output = 'Yes') => ({
  promptId: world.promptId,
  output,
  modelUsed: 'gpt-4o',
});

/** An answer of a raw server, whole or in part. */
export function toText(status: string, headers: string, body = ''): string {
  const lines = [`HTTP/1.1 ${status}`, '{cors}', ...(headers ? [headers] : [])];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}

/** What a promise rejects with. */
export async function getRejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('It did not reject.');
}
