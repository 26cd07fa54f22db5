import {
  account,
  always,
  answers,
  type Case,
  getRejection,
  rejects,
  resolves,
  type WorldOptions,
} from './case.ts';

const once = { maxRetries: 0 };

/** An answer with this status, whatever is asked. */
const withStatus = (status: number, body?: unknown): WorldOptions => ({
  faults: [{ with: { status, ...(body !== undefined && { body }) }, times: always }],
});

/** Every class of error, and what it tells. */
export const errorCases: readonly Case[] = [
  {
    name: 'BadRequestError: a malformed id',
    run: ({ client }) => client.getPromptById('x'.repeat(101)),
    expected: answers('BadRequestError', 400),
  },
  {
    name: 'AuthenticationError: no token',
    run: ({ createClient }) => createClient({}).getPrompts(),
    look: ({ authorized }) => authorized,
    expected: answers('AuthenticationError', 401, 'not-applied', [false]),
  },
  {
    name: 'AuthenticationError: a wrong password',
    run: ({ client }) => client.login({ ...account, password: 'another-secret' }),
    expected: answers('AuthenticationError', 401),
  },
  {
    name: "ForbiddenError: another user's prompt",
    run: ({ client, world }) => client.getPromptById(world.foreignPromptId),
    expected: answers('ForbiddenError', 403),
  },
  {
    name: 'NotFoundError: no such log to delete',
    run: ({ client }) => client.deleteLog('log999'),
    look: ({ operations }) => operations,
    expected: answers('NotFoundError', 404, 'not-applied', ['deleteLog']),
  },
  {
    name: 'NotFoundError: an answer of the platform before the API',
    world: withStatus(404, { status: 'error', code: 404, message: 'Application not found' }),
    run: ({ client }) => client.getLogs(),
    expected: answers('NotFoundError', 404),
  },
  {
    name: 'ConflictError: an email that is in use',
    run: ({ client }) => client.signup(account),
    look: ({ operations }) => operations,
    expected: answers('ConflictError', 409, 'not-applied', ['signup']),
  },
  {
    name: 'UnsupportedMediaTypeError: 415',
    world: withStatus(415),
    run: ({ client }) => client.login(account),
    expected: answers('UnsupportedMediaTypeError', 415),
  },
  {
    name: 'RateLimitError: 429',
    world: withStatus(429),
    run: ({ client }) => client.getPrompts(once),
    expected: answers('RateLimitError', 429),
  },
  {
    name: 'ServerError: 500 to a read',
    world: withStatus(500),
    run: ({ client }) => client.getPrompts(once),
    expected: answers('ServerError', 500),
  },
  {
    name: 'ServerError: HTML of a gateway to an update',
    world: withStatus(502, '<html>Bad Gateway</html>'),
    run: ({ client, world }) => client.updatePrompt(world.promptId, { title: 'Tutor' }, once),
    expected: answers('ServerError', 502, 'unknown'),
  },
  {
    name: 'ServerError: 501 is not tried again',
    world: withStatus(501),
    run: ({ client }) => client.getPrompts(),
    look: ({ operations }) => operations.length,
    expected: answers('ServerError', 501, 'not-applied', 1),
  },
  {
    name: 'PromptCrafterAPIError: a status without a class of its own',
    world: withStatus(418),
    run: ({ client }) => client.getPrompts(),
    expected: answers('PromptCrafterAPIError', 418),
  },
  {
    name: 'PromptCrafterResponseError: HTML with a success status',
    world: withStatus(200, '<html>Welcome</html>'),
    run: ({ client }) => client.getPrompts(),
    expected: answers('PromptCrafterResponseError', 200),
  },
  {
    name: 'PromptCrafterResponseError: JSON that is something else',
    world: withStatus(201, { ok: true }),
    run: ({ client, world }) => client.updatePrompt(world.promptId, { title: 'Tutor' }),
    expected: answers('PromptCrafterResponseError', 201, 'unknown'),
  },
  {
    name: 'PromptCrafterValidationError: an input that the API would refuse',
    run: ({ client, world }) =>
      client.createLog({ promptId: world.promptId, output: '', modelUsed: 'gpt-4o', score: 11 }),
    look: ({ operations }) => operations,
    expected: rejects('PromptCrafterValidationError', 'not-applied', []),
  },
  {
    name: 'an error has the words of the server and tells no secret',
    run: async ({ client, world }) => {
      const error = (await getRejection(client.getPromptById('prompt999'))) as Error;
      const shown = `${JSON.stringify(error)} ${error.message} ${String(error.cause)}`;
      return [error.message, shown.includes(world.token)];
    },
    expected: resolves(['No prompt found with the specified ID.', false]),
  },
];
