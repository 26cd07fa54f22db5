import { expect } from 'vitest';
import type { AnswerRecord } from '../../../src/observe/log-answer.ts';
import { observe } from '../../../src/observe/observe.ts';
import { type Reply, startVendor } from './scripted-vendor.ts';

/** What a program that uses a vendor's client gets, and what is to be logged of it. */
export interface Scenario<Client> {
  readonly name: string;
  readonly replies: readonly Reply[];
  /** Uses the client; all that it sees is compared. */
  readonly run: (client: Client) => Promise<unknown>;
  /** What is logged: the output, and why the answer ended. */
  readonly logs: readonly ExpectedLog[];
}

export interface ExpectedLog {
  readonly output: string;
  readonly finish?: string | undefined;
  readonly choice?: number;
  readonly model?: string;
  readonly tokens?: readonly [number | undefined, number | undefined];
}

type Fetch = typeof globalThis.fetch;

/** What a run ended in: what was seen, or the shape of what was thrown. */
async function runOnce<Client>(
  { replies, run }: Scenario<Client>,
  create: (url: string, fetch: Fetch) => Client,
  fetch: Fetch,
) {
  await using vendor = await startVendor(replies);
  const problems: unknown[] = [];
  const note = (problem: unknown) => problems.push(problem);
  process.on('unhandledRejection', note);
  let ended: unknown;
  try {
    ended = { seen: await run(create(vendor.url, fetch)) };
  } catch (error) {
    ended = { thrown: toShape(error) };
  }
  await new Promise((resolve) => setTimeout(resolve, 10));
  process.off('unhandledRejection', note);
  const text = JSON.stringify({
    ended,
    requests: vendor.requests,
    problems: problems.map(toShape),
  });
  // Each run has a server of its own.
  return JSON.parse(text.replaceAll(vendor.url, 'http://vendor'));
}

/** What a program can tell errors by. */
export function toShape(error: unknown): unknown {
  if (typeof error !== 'object' || error === null) return error;
  const {
    name,
    message,
    status,
    code,
    type,
    error: body,
    cause,
  } = error as Record<string, unknown>;
  const kind = error.constructor?.name;
  return { kind, name, message, status, code, type, body, cause: toShape(cause) };
}

export const apiKey = 'sk-the-key-that-must-never-be-stored';

/** Runs a scenario bare and observed, and expects the same of both, and the logs. */
export async function expectNoDifference<Client>(
  scenario: Scenario<Client>,
  create: (url: string, fetch: Fetch) => Client,
): Promise<void> {
  const logs: AnswerRecord[] = [];
  const told: unknown[] = [];
  const fetch = observe({
    queue: { log: (record: AnswerRecord) => logs.push(record) },
    promptId: 'prompt104',
    logger: { warn: (...line: unknown[]) => told.push(line) },
  });
  const bare = await runOnce(scenario, create, globalThis.fetch);
  const observed = await runOnce(scenario, create, fetch);
  expect(observed).toEqual(bare);
  expect(told).toEqual([]);
  expect(logs.map(toExpected(scenario.logs))).toEqual(scenario.logs);
  for (const { promptId, meta } of logs) {
    expect(promptId).toBe('prompt104');
    expect(Number.isInteger(meta.ms)).toBe(true);
  }
  expect(JSON.stringify(logs)).not.toContain(apiKey);
}

/** A log with the fields that its expectation has. */
function toExpected(expected: readonly ExpectedLog[]) {
  return ({ output, modelUsed, meta }: AnswerRecord, index: number): ExpectedLog => {
    const { finish, choice, model, tokens } = expected[index] ?? {};
    return {
      output,
      ...(expected[index] && 'finish' in expected[index] ? { finish: meta.finish } : {}),
      ...(finish === undefined && meta.finish !== undefined && { finish: meta.finish }),
      ...((choice !== undefined || meta.choice !== undefined) && { choice: meta.choice }),
      ...(model !== undefined && { model: modelUsed }),
      ...(tokens !== undefined && { tokens: [meta.tokensIn, meta.tokensOut] }),
    } as ExpectedLog;
  };
}
