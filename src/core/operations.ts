import {
  loginInputSchema,
  loginResultSchema,
  signupInputSchema,
  signupMessage,
  signupResultSchema,
} from './schemas/auth.ts';
import { type Log, logBodySchema, receivedLogSchema, receivedLogsSchema } from './schemas/log.ts';
import {
  createPromptInputSchema,
  type Prompt,
  promptSchema,
  promptsSchema,
  updatePromptInputSchema,
} from './schemas/prompt.ts';
import type { Schema } from './schemas/schema.ts';

/** What is done after an attempt that may have been applied. */
export type Repeat<T = unknown> =
  /** Sent again: doing it twice does the same as once. */
  | { readonly kind: 'send' }
  /** Looked for in a list first: each request creates another record. */
  | {
      readonly kind: 'look';
      readonly list: 'getPrompts' | 'getLogsByPrompt';
      /** The fields by which a stored record is recognised. */
      readonly fields: readonly string[];
    }
  /** Sent again: this status then says that it had been applied, and the call returns the result. */
  | {
      readonly kind: 'expect';
      readonly status: number;
      readonly result: T;
      /** Another operation with the same input, which must succeed as a proof. */
      readonly proof?: 'login';
    };

/** One operation of the API. */
export interface Operation<T = unknown> {
  /** What it does, as messages say it: `Failed to create log: …`. */
  readonly action: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Path template; `{id}` is one segment. */
  readonly path: string;
  /** The query parameter that it is asked with. */
  readonly query?: 'promptId' | 'q';
  /** Whether it needs a token. */
  readonly auth: boolean;
  /** Whether it may change something on the server. */
  readonly changes: boolean;
  /** What it is given, and what the API is sent of it. */
  readonly input?: Schema<object>;
  /** Fields of the input that are shown nowhere. */
  readonly secrets?: readonly string[];
  /** What the API answers, and what is delivered of it; absent where there is nothing to deliver. */
  readonly output?: Schema<T>;
  /** For a list: one of its records. */
  readonly record?: Schema<unknown>;
  /** The status of a success. */
  readonly status: number;
  /** The documented statuses of failures; any operation can also answer 500. */
  readonly errors: readonly number[];
  readonly repeat: Repeat<T>;
}

const read = {
  method: 'GET',
  auth: true,
  changes: false,
  status: 200,
  repeat: { kind: 'send' },
} as const;

const remove = {
  method: 'DELETE',
  auth: true,
  changes: true,
  status: 204,
  errors: [400, 401, 403, 404],
  repeat: { kind: 'expect', status: 404, result: undefined },
} as const;

/** All operations of the API, by the name of the client's method. This is their only list. */
export const operations = {
  signup: {
    action: 'sign up',
    method: 'POST',
    path: '/auth/signup',
    auth: false,
    changes: true,
    input: signupInputSchema,
    secrets: ['password'],
    output: signupResultSchema,
    status: 201,
    errors: [400, 409],
    repeat: { kind: 'expect', status: 409, result: { message: signupMessage }, proof: 'login' },
  },
  login: {
    action: 'log in',
    method: 'POST',
    path: '/auth/login',
    auth: false,
    changes: false,
    input: loginInputSchema,
    secrets: ['password'],
    output: loginResultSchema,
    status: 200,
    errors: [400, 401],
    repeat: { kind: 'send' },
  },
  getPrompts: {
    ...read,
    action: 'get prompts',
    path: '/prompts',
    output: promptsSchema,
    record: promptSchema as Schema<Prompt>,
    errors: [401],
  },
  createPrompt: {
    action: 'create prompt',
    method: 'POST',
    path: '/prompts',
    auth: true,
    changes: true,
    input: createPromptInputSchema,
    output: promptSchema,
    status: 201,
    errors: [400, 401, 415],
    repeat: { kind: 'look', list: 'getPrompts', fields: ['title', 'content', 'model', 'tags'] },
  },
  getPromptById: {
    ...read,
    action: 'get prompt',
    path: '/prompts/{id}',
    output: promptSchema,
    errors: [400, 401, 403, 404],
  },
  updatePrompt: {
    action: 'update prompt',
    method: 'PATCH',
    path: '/prompts/{id}',
    auth: true,
    changes: true,
    input: updatePromptInputSchema,
    output: promptSchema,
    status: 200,
    errors: [400, 401, 403, 404, 415],
    repeat: { kind: 'send' },
  },
  deletePrompt: { ...remove, action: 'delete prompt', path: '/prompts/{id}' },
  searchPrompts: {
    ...read,
    action: 'search prompts',
    path: '/search',
    query: 'q',
    output: promptsSchema,
    record: promptSchema as Schema<Prompt>,
    errors: [400, 401],
  },
  getLogs: {
    ...read,
    action: 'get logs',
    path: '/logs',
    output: receivedLogsSchema,
    record: receivedLogSchema as Schema<Log>,
    errors: [401],
  },
  getLogsByPrompt: {
    ...read,
    action: 'get logs of the prompt',
    path: '/logs',
    query: 'promptId',
    output: receivedLogsSchema,
    record: receivedLogSchema as Schema<Log>,
    errors: [400, 401, 403, 404],
  },
  createLog: {
    action: 'create log',
    method: 'POST',
    path: '/logs',
    auth: true,
    changes: true,
    input: logBodySchema,
    output: receivedLogSchema,
    status: 201,
    errors: [400, 401, 404, 415],
    repeat: {
      kind: 'look',
      list: 'getLogsByPrompt',
      fields: ['promptId', 'output', 'modelUsed', 'notes', 'score'],
    },
  },
  deleteLog: { ...remove, action: 'delete log', path: '/logs/{id}' },
} as const satisfies Record<string, Operation>;

/** The name of an operation: that of the client's method. */
export type OperationName = keyof typeof operations;
