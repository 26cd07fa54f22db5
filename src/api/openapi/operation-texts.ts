import type { OperationName } from '../../core/operations.ts';
import type { ApiErrorName } from '../api-errors.ts';
import type { SchemaName } from './schema-texts.ts';

/** What people read of an operation, beside what the table of operations says. */
export interface OperationText {
  readonly tag: 'Accounts' | 'Prompts' | 'Logs';
  readonly summary: string;
  readonly description: string;
  /** What a success means. */
  readonly success: string;
  readonly input?: SchemaName;
  readonly output?: SchemaName;
  /** Its own errors; those that any operation can answer with are added. */
  readonly errors: readonly ApiErrorName[];
}

/** The tags, in the order in which they are shown. */
export const tags = [
  { name: 'Accounts', description: 'Sign up and log in. These two need no token.' },
  { name: 'Prompts', description: 'Prompts that a user has saved.' },
  { name: 'Logs', description: 'What models answered to a prompt, with scores and notes.' },
] as const;

/** Two operations that share method and path are shown as one, with the texts of the first. */
export const operationTexts: Readonly<Record<OperationName, OperationText>> = {
  signup: {
    tag: 'Accounts',
    summary: 'Create a user account',
    description: 'Creates an account. Log in with it to get a token.',
    success: 'The account was created.',
    input: 'SignupInput',
    output: 'SignupResult',
    errors: ['invalidFields', 'weakPassword', 'emailInUse'],
  },
  login: {
    tag: 'Accounts',
    summary: 'Log in',
    description:
      'Exchanges email and password for a token. The token expires, and there is no refresh: log in again.',
    success: 'The token for the other operations.',
    input: 'LoginInput',
    output: 'LoginResult',
    errors: ['invalidFields', 'wrongCredentials'],
  },
  getPrompts: {
    tag: 'Prompts',
    summary: 'List your prompts',
    description: 'Lists all prompts of the caller. There are no pages: the list is complete.',
    success: 'The prompts; an empty list if there are none.',
    output: 'Prompt',
    errors: [],
  },
  createPrompt: {
    tag: 'Prompts',
    summary: 'Create a prompt',
    description:
      'Saves a prompt. The API has no idempotency keys: the same request twice creates two prompts.',
    success: 'The prompt as it is stored.',
    input: 'CreatePromptInput',
    output: 'Prompt',
    errors: ['invalidFields'],
  },
  getPromptById: {
    tag: 'Prompts',
    summary: 'Get a prompt',
    description: 'Gets one prompt of the caller by its id.',
    success: 'The prompt.',
    output: 'Prompt',
    errors: ['foreignPrompt', 'promptNotFound'],
  },
  updatePrompt: {
    tag: 'Prompts',
    summary: 'Update a prompt',
    description: 'Changes the fields that are given; the others stay as they are.',
    success: 'The prompt as it is now.',
    input: 'UpdatePromptInput',
    output: 'Prompt',
    errors: ['invalidUpdate', 'foreignPrompt', 'promptNotFound'],
  },
  deletePrompt: {
    tag: 'Prompts',
    summary: 'Delete a prompt',
    description: 'Deletes a prompt and all of its logs.',
    success: 'The prompt and its logs are deleted.',
    errors: ['foreignPrompt', 'promptNotFound'],
  },
  searchPrompts: {
    tag: 'Prompts',
    summary: 'Search your prompts',
    description:
      'Finds prompts of the caller. Each word of the query must be part of the title, the content or a tag, in any case. Matches in the title come first.',
    success: 'The prompts that match; an empty list if none does.',
    output: 'Prompt',
    errors: ['malformedQuery'],
  },
  getLogs: {
    tag: 'Logs',
    summary: 'List logs',
    description:
      'Lists the logs of all prompts of the caller, or with `promptId` those of one prompt. There are no pages: the list is complete.',
    success: 'The logs. Without `promptId`, an empty list if there are none.',
    output: 'Log',
    errors: [],
  },
  getLogsByPrompt: {
    tag: 'Logs',
    summary: 'List the logs of a prompt',
    description: 'Lists the logs of one prompt. There are no pages: the list is complete.',
    success: 'The logs of the prompt.',
    output: 'Log',
    errors: ['malformedPromptId', 'foreignLogs', 'noLogs'],
  },
  createLog: {
    tag: 'Logs',
    summary: 'Log what a model answered',
    description:
      'Saves an output of a model to one of the caller’s prompts. The API has no idempotency keys: the same request twice creates two logs.',
    success: 'The log as it is stored.',
    input: 'CreateLogInput',
    output: 'Log',
    errors: ['invalidFields', 'promptNotAccessible'],
  },
  deleteLog: {
    tag: 'Logs',
    summary: 'Delete a log',
    description: 'Deletes one log. There is no operation that reads a single log.',
    success: 'The log is deleted.',
    errors: ['foreignLog', 'logNotFound'],
  },
};
