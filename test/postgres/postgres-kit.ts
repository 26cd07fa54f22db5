import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { type Backend, openBackend } from '../../src/serve/backend.ts';
import {
  type PostgresServer,
  type ServerSettings,
  startPostgres,
} from '../support/postgres/start-postgres.ts';

/** A server for the tests of one file. */
export function setUpPostgres(settings?: ServerSettings): () => PostgresServer {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres(settings);
  });
  afterAll(() => server[Symbol.asyncDispose]());
  return () => server;
}

/** One instance of the API, and what Ada, who owns `prompt104`, asks of it. */
export interface Instance {
  readonly backend: Backend;
  /** What was reported, as it would be printed. */
  readonly reports: readonly string[];
  ask(method: string, path: string, json?: unknown): Promise<Response>;
  /** Its status and, where it was stored, its id. */
  createLog(output?: string): Promise<{ status: number; id: string | undefined }>;
}

/** Opens an instance on a database, which Ada and her prompt are put into if it is empty. */
export async function openInstance(data: string): Promise<Instance> {
  const reports: string[] = [];
  const report = (error: unknown) => {
    reports.push(error instanceof Error ? error.message : String(error));
  };
  const backend = await openBackend({ data, passwordCost: 2, report });
  onTestFinished(() => backend.close());
  await backend.seedOnce(() => ({
    users: [{ _id: 'ada', password: 'a-long-secret' }],
    prompts: [{ _id: 'prompt104', title: 'Rainbows' }],
  }));
  const token = await backend.token('ada');

  async function ask(method: string, path: string, json?: unknown): Promise<Response> {
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
    const body = json === undefined ? null : JSON.stringify(json);
    return backend.app.fetch(new Request(`http://localhost${path}`, { method, headers, body }));
  }

  return {
    backend,
    reports,
    ask,
    async createLog(output = 'Sunlight.') {
      const log = { promptId: 'prompt104', output, modelUsed: 'gpt-4o' };
      const response = await ask('POST', '/logs', log);
      const { _id } = (await response.json()) as { _id?: string };
      return { status: response.status, id: _id };
    },
  };
}

/** The ids of the logs that a list has. */
export async function readIds(response: Response): Promise<string[]> {
  const logs = (await response.json()) as { _id: string }[];
  return logs.map(({ _id }) => _id);
}

/** Clients that store logs one after the other. */
export interface Writers {
  /** Waits until that many more were acknowledged. */
  wait(count: number): Promise<void>;
  /** Ends them, and gives the ids that were acknowledged and the statuses of all other answers. */
  stop(): Promise<{ acknowledged: readonly string[]; refusals: ReadonlySet<number> }>;
}

/** Stores logs until it is told to stop, or the test is over. */
export function writeOn(createLog: Instance['createLog'], clients = 16): Writers {
  const acknowledged: string[] = [];
  const refusals = new Set<number>();
  let isOver = false;
  onTestFinished(() => {
    isOver = true;
  });
  async function write(): Promise<void> {
    while (!isOver) {
      const { status, id } = await createLog();
      if (id !== undefined) {
        acknowledged.push(id);
        continue;
      }
      refusals.add(status);
      await setTimeout(50);
    }
  }
  const all = Promise.all(Array.from({ length: clients }, write));
  return {
    async wait(count) {
      const wanted = acknowledged.length + count;
      while (acknowledged.length < wanted) await setTimeout(10);
    },
    async stop() {
      isOver = true;
      await all;
      return { acknowledged, refusals };
    },
  };
}
