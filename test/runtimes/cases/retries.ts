import { account, always, answers, type Case, getRejection, resolves } from './case.ts';

const exposed = { 'access-control-expose-headers': 'Retry-After' };

const operations: Case['look'] = ({ operations }) => operations;

/** What is tried again, and what the server says about when. */
export const retryCases: readonly Case[] = [
  {
    name: 'two answers of 503, then success',
    world: { faults: [{ with: { status: 503 }, times: 2 }] },
    run: async ({ client }) => (await client.getPrompts()).length,
    look: operations,
    expected: resolves(1, ['getPrompts', 'getPrompts', 'getPrompts']),
  },
  {
    name: 'three answers of 503',
    world: { faults: [{ with: { status: 503 }, times: always }] },
    run: ({ client }) => client.getPrompts(),
    look: operations,
    expected: answers('ServerError', 503, 'not-applied', [
      'getPrompts',
      'getPrompts',
      'getPrompts',
    ]),
  },
  {
    name: 'three answers of 503 to an update',
    world: { faults: [{ with: { status: 503 }, times: always }] },
    run: ({ client, world }) => client.updatePrompt(world.promptId, { title: 'Tutor' }),
    look: ({ operations }) => operations.length,
    expected: answers('ServerError', 503, 'unknown', 3),
  },
  {
    name: '408, then success',
    world: { faults: [{ with: { status: 408 } }] },
    run: async ({ client }) => typeof (await client.login(account)).token,
    look: operations,
    expected: resolves('string', ['login', 'login']),
  },
  {
    name: 'a body that is no JSON, then success',
    world: { faults: [{ with: { status: 200, body: '<html>' } }] },
    run: async ({ client }) => (await client.getPrompts()).length,
    look: operations,
    expected: resolves(1, ['getPrompts', 'getPrompts']),
  },
  {
    name: '429 with a Retry-After of seconds, then success',
    world: {
      faults: [{ with: { status: 429, headers: { 'retry-after': '1', ...exposed } } }],
    },
    run: async ({ client }) => (await client.getPrompts()).length,
    look: operations,
    expected: resolves(1, ['getPrompts', 'getPrompts']),
  },
  {
    name: 'a Retry-After beyond the deadline ends the call',
    world: {
      faults: [
        { with: { status: 429, headers: { 'retry-after': '3600', ...exposed } }, times: always },
      ],
    },
    run: async ({ client }) => {
      const error = await getRejection(client.getPrompts());
      const { name, retryAfter } = error as { name: string; retryAfter?: number };
      return [name, retryAfter];
    },
    look: operations,
    expected: resolves(['RateLimitError', 3_600_000], ['getPrompts']),
  },
  {
    name: 'a Retry-After that the server does not expose',
    world: {
      faults: [{ with: { status: 429, headers: { 'retry-after': '3600' } }, times: always }],
    },
    run: ({ client }) => client.getPrompts(),
    look: ({ operations }) => operations.length,
    expected: answers('RateLimitError', 429, 'not-applied', 1),
    differences: [
      {
        in: ['Chromium', 'Firefox'],
        expected: answers('RateLimitError', 429, 'not-applied', 3),
        reason:
          'A page may read `Retry-After` only where the server lists it in `Access-Control-Expose-Headers`. The call is tried again after a wait of its own, and the error has no `retryAfter`.',
      },
    ],
  },
];
