import type {
  CreateLogInput,
  CreatePromptInput,
  Log,
  Prompt,
  PromptCrafterClient,
  RequestOptions,
} from '../../src/index.ts';

export const samplePrompt: Prompt = {
  _id: 'prompt104',
  ownerId: 'user101',
  title: 'History tutor',
  content: 'Explain {topic} to a ten-year-old.',
  model: 'gpt-4o',
  tags: ['education'],
  createdAt: '2025-05-01T10:00:00.000Z',
  updatedAt: '2025-05-02T10:00:00Z',
};

export const sampleLog: Log = {
  _id: 'log106',
  promptId: 'prompt104',
  output: 'The Industrial Revolution began in Britain. 🏭 é \u0000',
  modelUsed: 'gpt-4o',
  notes: 'Short.',
  score: 8.5,
  createdAt: '2025-05-03T10:00:00.123Z',
};

export const promptInput: CreatePromptInput = {
  title: 'History tutor',
  content: 'Explain {topic} 🏭 "quoted"\n',
  model: 'gpt-4o',
  tags: ['education'],
};

export const logInput: CreateLogInput = {
  promptId: 'prompt104',
  output: 'It began in Britain. 🏭',
  modelUsed: 'gpt-4o',
  notes: 'Short.',
  score: 8,
};

export const credentials = { email: 'ada@example.com', password: 'correct-horse-battery' };

/** One method of the client: how it is called, what it sends, and what a server answers. */
export interface Operation {
  readonly name: string;
  call(client: PromptCrafterClient, options?: RequestOptions): Promise<unknown>;
  readonly line: string;
  /** As `errors.route` shows it. */
  readonly route: string;
  readonly sent?: unknown;
  readonly status: number;
  readonly answer?: unknown;
  /** What repeating it leaves on the server. */
  readonly effect: 'none' | 'repeatable' | 'once';
  readonly anonymous?: boolean;
}

/** The methods that send one thing each. */
export const operations: readonly Operation[] = [
  {
    name: 'signup',
    call: (client, options) => client.signup({ name: 'Ada', ...credentials }, options),
    line: 'POST /auth/signup',
    route: '/auth/signup',
    sent: { name: 'Ada', ...credentials },
    status: 201,
    answer: { message: 'User account created successfully.' },
    effect: 'repeatable',
    anonymous: true,
  },
  {
    name: 'login',
    call: (client, options) => client.login(credentials, options),
    line: 'POST /auth/login',
    route: '/auth/login',
    sent: credentials,
    status: 200,
    answer: { token: 'token-of-ada' },
    effect: 'none',
    anonymous: true,
  },
  {
    name: 'getPrompts',
    call: (client, options) => client.getPrompts(options),
    line: 'GET /prompts',
    route: '/prompts',
    status: 200,
    answer: [samplePrompt],
    effect: 'none',
  },
  {
    name: 'createPrompt',
    call: (client, options) => client.createPrompt(promptInput, options),
    line: 'POST /prompts',
    route: '/prompts',
    sent: promptInput,
    status: 201,
    answer: samplePrompt,
    effect: 'once',
  },
  {
    name: 'getPromptById',
    call: (client, options) => client.getPromptById('prompt104', options),
    line: 'GET /prompts/prompt104',
    route: '/prompts/{id}',
    status: 200,
    answer: samplePrompt,
    effect: 'none',
  },
  {
    name: 'updatePrompt',
    call: (client, options) => client.updatePrompt('prompt104', { title: 'Tutor' }, options),
    line: 'PATCH /prompts/prompt104',
    route: '/prompts/{id}',
    sent: { title: 'Tutor' },
    status: 200,
    answer: { ...samplePrompt, title: 'Tutor' },
    effect: 'repeatable',
  },
  {
    name: 'deletePrompt',
    call: (client, options) => client.deletePrompt('prompt104', options),
    line: 'DELETE /prompts/prompt104',
    route: '/prompts/{id}',
    status: 204,
    effect: 'repeatable',
  },
  {
    name: 'searchPrompts',
    call: (client, options) => client.searchPrompts('history & tutor', options),
    line: 'GET /search?q=history%20%26%20tutor',
    route: '/search',
    status: 200,
    answer: [samplePrompt],
    effect: 'none',
  },
  {
    name: 'getLogs',
    call: (client, options) => client.getLogs(options),
    line: 'GET /logs',
    route: '/logs',
    status: 200,
    answer: [sampleLog],
    effect: 'none',
  },
  {
    name: 'createLog',
    call: (client, options) => client.createLog(logInput, options),
    line: 'POST /logs',
    route: '/logs',
    sent: logInput,
    status: 201,
    answer: sampleLog,
    effect: 'once',
  },
  {
    name: 'getLogsByPrompt',
    call: (client, options) => client.getLogsByPrompt('prompt104', options),
    line: 'GET /logs?promptId=prompt104',
    route: '/logs',
    status: 200,
    answer: [sampleLog],
    effect: 'none',
  },
  {
    name: 'deleteLog',
    call: (client, options) => client.deleteLog('log106', options),
    line: 'DELETE /logs/log106',
    route: '/logs/{id}',
    status: 204,
    effect: 'repeatable',
  },
];

/** Those whose answers have a body. */
export const answeredOperations = operations.filter(({ answer }) => answer !== undefined);

/** The method of that name. */
export function findOperation(name: string): Operation {
  const found = operations.find((operation) => operation.name === name);
  if (!found) throw new Error(`no method is called ${name}`);
  return found;
}

/** The methods of an effect: `none`, `repeatable` or `once`. */
export const operationsOf = (...effects: Operation['effect'][]) =>
  operations.filter(({ effect }) => effects.includes(effect));
