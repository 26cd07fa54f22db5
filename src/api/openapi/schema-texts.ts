import type {
  LoginInput,
  LoginResult,
  SignupInput,
  SignupResult,
} from '../../core/schemas/auth.ts';
import { signupMessage } from '../../core/schemas/auth.ts';
import type { LogBody, StoredLog } from '../../core/schemas/log.ts';
import type { CreatePromptInput, Prompt, UpdatePromptInput } from '../../core/schemas/prompt.ts';

/** The objects that travel, by the names that generated clients give them. */
interface Schemas {
  SignupInput: SignupInput;
  SignupResult: SignupResult;
  LoginInput: LoginInput;
  LoginResult: LoginResult;
  Prompt: Prompt;
  CreatePromptInput: CreatePromptInput;
  UpdatePromptInput: UpdatePromptInput;
  Log: StoredLog;
  CreateLogInput: LogBody;
}

export type SchemaName = keyof Schemas;

/** What people read of an object. A field that is forgotten does not compile. */
export interface SchemaText<T> {
  readonly description: string;
  readonly fields: { readonly [K in keyof Required<T>]: string };
  readonly example: T;
}

const example = {
  title: 'Rainbows',
  content: 'Explain a rainbow to a five-year-old.',
  model: 'gpt-4o',
  tags: ['science', 'children'],
};
const account = { name: 'Ada', email: 'ada@example.com', password: 'a-long-secret' };
const log = {
  promptId: 'prompt104',
  output: 'Sunlight that raindrops have sorted by colour.',
  modelUsed: 'gpt-4o',
  notes: 'Short and right.',
  score: 9,
};

const title = '3 to 100 characters.';
const model = 'The name of the model that the prompt is written for.';
const createdAt = 'When it was created, in ISO 8601.';

export const schemaTexts: { readonly [Name in SchemaName]: SchemaText<Schemas[Name]> } = {
  SignupInput: {
    description: 'A new account.',
    fields: {
      name: 'The name of the user.',
      email: 'The address to log in with.',
      password: '10 to 30 characters.',
    },
    example: account,
  },
  SignupResult: {
    description: 'Says that the account was created.',
    fields: {
      message: 'A text for people.',
      token: 'A token, from older servers.',
    },
    example: { message: signupMessage },
  },
  LoginInput: {
    description: 'What was signed up.',
    fields: { email: 'The address that was signed up.', password: 'Its password.' },
    example: { email: account.email, password: account.password },
  },
  LoginResult: {
    description: 'What the other operations are sent.',
    fields: { token: 'A JWT, to be sent as `Authorization: Bearer <token>`. It expires.' },
    example: { token: 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJ1c2VyMTAxIn0.c2lnbmF0dXJl' },
  },
  Prompt: {
    description: 'A saved prompt. Servers may add fields: keep those that you do not know.',
    fields: {
      _id: 'The id. Its form is not promised: do not parse it.',
      ownerId: 'The id of the user that it belongs to.',
      title,
      content: 'The prompt itself, of any length.',
      model,
      tags: 'Labels to find it by.',
      createdAt,
      updatedAt: 'When it was changed last, in ISO 8601.',
    },
    example: {
      _id: 'prompt104',
      ownerId: 'user101',
      ...example,
      createdAt: '2024-06-20T13:13:00.000Z',
      updatedAt: '2024-06-20T13:13:00.000Z',
    },
  },
  CreatePromptInput: {
    description: 'A new prompt.',
    fields: {
      title,
      content: 'The prompt itself, of any length. Not empty.',
      model,
      tags: 'Labels to find it by.',
    },
    example,
  },
  UpdatePromptInput: {
    description: 'At least one field to change.',
    fields: {
      title,
      content: 'The prompt itself, of any length. Not empty.',
      model,
      tags: 'Labels to find it by; they replace those that were there.',
    },
    example: { title: 'Rainbows for children', tags: ['science'] },
  },
  Log: {
    description:
      'What a model answered to a prompt. Servers may add fields: keep those that you do not know.',
    fields: {
      _id: 'The id. Its form is not promised: do not parse it.',
      promptId: 'The id of the prompt that was tested.',
      output: 'The text that the model generated, of any length.',
      modelUsed: 'The name of the model that answered.',
      notes:
        'Context for a later review. Clients may keep more in its last line, after `promptcrafter-meta: `.',
      score: 'A rating. New ones are integers from 0 to 10; old ones can be any number.',
      createdAt,
    },
    example: { _id: 'log106', ...log, createdAt: '2024-06-20T13:14:00.000Z' },
  },
  CreateLogInput: {
    description: 'A new log.',
    fields: {
      promptId: 'The id of one of your prompts.',
      output: 'The text that the model generated, of any length. Not empty.',
      modelUsed: 'The name of the model that answered.',
      notes: 'Context for a later review.',
      score: 'A rating, from 0 to 10.',
    },
    example: log,
  },
};
