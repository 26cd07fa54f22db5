import {
  type LoginInput,
  type LoginResult,
  loginInputSchema,
  loginResultSchema,
  type SignupInput,
  type SignupResult,
  signupInputSchema,
  signupResultSchema,
} from '../core/schemas/auth.ts';
import {
  type CreateLogInput,
  type Log,
  logBodySchema,
  receivedLogSchema,
  receivedLogsSchema,
} from '../core/schemas/log.ts';
import {
  type CreatePromptInput,
  createPromptInputSchema,
  type Prompt,
  promptSchema,
  promptsSchema,
  type UpdatePromptInput,
  updatePromptInputSchema,
} from '../core/schemas/prompt.ts';
import type { ApiCall, Schema, StreamCall } from './transport/api-call.ts';
import { type Path, path, withQuery } from './transport/path.ts';

/** The operations of the API, each as a call that the transport can make. */

const prompts = path`/prompts`;
const logs = path`/logs`;

function toRead<T>(action: string, target: Path, output: Schema<T>): ApiCall<T> {
  return { action, method: 'GET', path: target, changes: false, output };
}

function toDeletion(action: string, target: Path): ApiCall<void> {
  const appliedAnswer = { status: 404, value: undefined };
  return { action, method: 'DELETE', path: target, changes: true, appliedAnswer };
}

export function toSignup(input: SignupInput): ApiCall<SignupResult> {
  return {
    action: 'sign up',
    method: 'POST',
    path: path`/auth/signup`,
    changes: true,
    anonymous: true,
    secretFields: ['password'],
    input: { schema: signupInputSchema, value: input },
    output: signupResultSchema as Schema<SignupResult>,
    appliedAnswer: {
      status: 409,
      value: { message: 'User account created successfully.' },
      proof: (sent) => toLogin(sent as unknown as LoginInput),
    },
  };
}

export function toLogin(input: LoginInput): ApiCall<LoginResult> {
  return {
    action: 'log in',
    method: 'POST',
    path: path`/auth/login`,
    changes: false,
    anonymous: true,
    secretFields: ['password'],
    input: { schema: loginInputSchema, value: input },
    output: loginResultSchema,
  };
}

export const toGetPrompts = () => toRead('get prompts', prompts, promptsSchema);

export const toPromptStream = (): StreamCall<Prompt> => ({
  ...toGetPrompts(),
  record: promptSchema,
});

export const toGetPrompt = (id: string) => toRead('get prompt', path`/prompts/${id}`, promptSchema);

export const toSearch = (query: string) =>
  toRead('search prompts', withQuery(path`/search`, 'q', query), promptsSchema);

export function toCreatePrompt(input: CreatePromptInput): ApiCall<Prompt> {
  return {
    action: 'create prompt',
    method: 'POST',
    path: prompts,
    changes: true,
    once: { list: () => prompts, fields: ['title', 'content', 'model', 'tags'] },
    input: { schema: createPromptInputSchema, value: input },
    output: promptSchema,
  };
}

export function toUpdatePrompt(id: string, input: UpdatePromptInput): ApiCall<Prompt> {
  return {
    action: 'update prompt',
    method: 'PATCH',
    path: path`/prompts/${id}`,
    changes: true,
    input: { schema: updatePromptInputSchema, value: input },
    output: promptSchema,
  };
}

export const toDeletePrompt = (id: string) => toDeletion('delete prompt', path`/prompts/${id}`);

const toLogsPath = (promptId: string) => withQuery(logs, 'promptId', promptId);

export const toGetLogs = () => toRead('get logs', logs, receivedLogsSchema);

export const toGetLogsByPrompt = (promptId: string) =>
  toRead('get logs of the prompt', toLogsPath(promptId), receivedLogsSchema);

/** The logs of one prompt, or of all prompts of the user. */
export function toLogStream(promptId: string | undefined): StreamCall<Log> {
  const call = promptId === undefined ? toGetLogs() : toGetLogsByPrompt(promptId);
  return { ...call, record: receivedLogSchema as Schema<Log> };
}

export function toCreateLog(input: CreateLogInput): ApiCall<Log> {
  return {
    action: 'create log',
    method: 'POST',
    path: logs,
    changes: true,
    once: {
      list: ({ promptId }) => toLogsPath(`${promptId}`),
      fields: ['promptId', 'output', 'modelUsed', 'notes', 'score'],
    },
    input: { schema: logBodySchema, value: input },
    output: receivedLogSchema as Schema<Log>,
  };
}

export const toDeleteLog = (id: string) => toDeletion('delete log', path`/logs/${id}`);
