import { afterEach, beforeEach, expect } from 'vitest';
import type {
  FetchFunction,
  LogRecord,
  PromptRecord,
  Seed,
  Seeded,
  SeedLog,
  SeedPrompt,
  TestApi,
} from '../../src/testing/index.ts';
import type { GivenAnswer } from './described-answers.ts';

/** What every API lets a test put in. */
export interface ContractApi extends Pick<TestApi, 'token'> {
  seed<const S extends Seed>(seed: S): Seeded<S> | Promise<Seeded<S>>;
}

/** An API, and one way in which a client reaches it. */
export interface Face<Api extends ContractApi = ContractApi> {
  readonly api: Api;
  readonly baseUrl: string;
  readonly fetch: FetchFunction;
  close(): Promise<void> | void;
}

export type OpenFace<Api extends ContractApi = ContractApi> = (
  now: () => number,
) => Promise<Face<Api>> | Face<Api>;

interface CallOptions {
  readonly token?: string | undefined;
  readonly json?: unknown;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Record<string, string>;
  readonly signal?: AbortSignal;
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** `undefined` where the answer is not JSON. */
  readonly json: unknown;
}

/** A fresh API for each test, with two users, Ada and Bob, and a clock that stands still. */
export interface ContractKit<Api extends ContractApi = ContractApi> {
  readonly api: Api;
  /** Ada's token; she is the first user. */
  readonly ada: string;
  readonly bob: string;
  now(): number;
  pass(ms: number): void;
  send(method: string, path: string, options?: CallOptions): Promise<Response>;
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  seedPrompt(prompt?: SeedPrompt): Promise<PromptRecord>;
  seedLog(log?: SeedLog): Promise<LogRecord>;
  /** What is stored now, whoever owns it. */
  readPrompts(): Promise<PromptRecord[]>;
  readLogs(): Promise<LogRecord[]>;
}

export const promptFields = { title: 'Summary', content: 'Sum it up.', model: 'gpt-4o' };
export const invalidFields = 'Required fields are missing or invalid';
export const invalidUpdate = 'Submitted data is invalid.';
export const malformedRequest = 'The request is malformed or contains invalid parameters.';

/** What looks like no id, as it stands in a path. */
export const malformedIds = [
  '',
  'invalid_prompt_id',
  'prompt',
  '104',
  'prompt-104',
  'prompt104x',
  '66b0c1d2e3f4a5b6c7d8e9f',
  '66b0c1d2e3f4a5b6c7d8e9g0',
  'x'.repeat(101),
  '%00',
  '%0A',
  'prompt104%0A',
  '%E0%A4%A',
  '%',
];

/** What no record has, and could have. */
export const likelyIds = [
  'prompt999',
  'log999',
  'P1',
  '66b0c1d2e3f4a5b6c7d8e9f0',
  '66B0C1D2E3F4A5B6C7D8E9F0',
  '0b1c2d3e-4f50-4a6b-8c7d-9e0f1a2b3c4d',
];

export function expectError(answer: Answer, status: number, text: string): void {
  expect(answer.json).toEqual({ error: text });
  expect(answer.status).toBe(status);
}

/** `check` is given every answer that is read as a whole. */
export function createContractKit<Api extends ContractApi>(
  open: OpenFace<Api>,
  check: (answer: GivenAnswer) => void = () => {},
): ContractKit<Api> {
  let clock: number;
  let face: Face<Api>;
  let ada: string;
  let bob: string;

  beforeEach(async () => {
    clock = Date.parse('2024-06-20T13:13:00.000Z');
    face = await open(() => clock);
    await face.api.seed({ users: ['ada@example.com', 'bob@example.com'].map(toUser) });
    ada = await face.api.token('ada@example.com');
    bob = await face.api.token('bob@example.com');
  });

  afterEach(() => face.close());

  const toUser = (email: string) => ({ email, password: 'test-password' });

  async function readAll<T>(path: string): Promise<T[]> {
    const lists = [ada, bob].map(async (token) => (await send('GET', path, { token })).json());
    return (await Promise.all(lists)).flat();
  }

  function send(method: string, path: string, options: CallOptions = {}): Promise<Response> {
    const { token, json, headers, signal } = options;
    const body = options.body ?? (json === undefined ? null : JSON.stringify(json));
    return face.fetch(`${face.baseUrl}${path}`, {
      method,
      body,
      headers: {
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
        ...(json !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(signal && { signal }),
    });
  }

  return {
    get api() {
      return face.api;
    },
    get ada() {
      return ada;
    },
    get bob() {
      return bob;
    },
    now: () => clock,
    pass(ms) {
      clock += ms;
    },
    send,
    async call(method, path, options) {
      const response = await send(method, path, options);
      const { status, headers } = response;
      const text = await response.text();
      check({ method, path, status, headers, text });
      const isJson = headers.get('Content-Type')?.startsWith('application/json');
      return { status, headers, text, json: isJson ? JSON.parse(text) : undefined };
    },
    seedPrompt: async (prompt = {}) => (await face.api.seed({ prompts: [prompt] })).prompts[0],
    seedLog: async (log = {}) => (await face.api.seed({ logs: [log] })).logs[0],
    readPrompts: () => readAll('/prompts'),
    readLogs: () => readAll('/logs'),
  };
}
