import type { FailOptions, Fault } from '../../../src/testing/index.ts';
import { account, answers, type Case, type Result, rejects, resolves, toLog } from './case.ts';

/** Long enough for an answer that comes, also on a machine with much to do. */
const patience = 4_000;
const once = { maxRetries: 0 };
const prompt = { title: 'Summary', content: 'Sum up {text}.', model: 'gpt-4o', tags: ['a'] };
const look: Case['look'] = ({ operations, logs }) => [operations, logs];

const sentOnce = ['createLog', 'getLogsByPrompt'];
const sentTwice = [...sentOnce, 'createLog'];

/** A create that fails once is stored once: beside the log that the world begins with, one more. */
const settled = ([name, fault, requests]: readonly [string, Fault, readonly string[]]): Case => ({
  name: `createLog, after ${name}`,
  world: { kind: 'fresh', faults: [{ on: 'createLog', with: fault }] },
  run: async (context) =>
    (await context.client.createLog(toLog(context), { attemptTimeout: patience })).output,
  look,
  expected: resolves('Yes', [requests, 2]),
});

/** The same, without another try: the error says what is known. */
const unsettled = ([name, fault, expected]: readonly [string, Fault, Result]): Case => ({
  name: `createLog tried once, after ${name}`,
  world: { kind: 'fresh', faults: [{ on: 'createLog', with: fault }] },
  run: (context) => context.client.createLog(toLog(context), { ...once, attemptTimeout: patience }),
  expected,
});

/** As many as a client's budget of retries pays for, with something left for a slow machine. */
const stormFaults: FailOptions[] = [
  { on: 'createLog', with: 'reset-after-store', times: 6 },
  { on: 'createLog', with: 'reset', times: 6 },
  { on: 'createLog', with: { status: 504, body: '', afterStore: true }, times: 4 },
  { on: 'createLog', with: 'cut-off', times: 3 },
  { on: 'createLog', with: 'hang-after-store', times: 2 },
  { on: 'createLog', with: { status: 429 }, times: 2 },
  { on: 'getLogsByPrompt', with: { status: 503 }, times: 2 },
];

/** Nothing twice, nothing lost. */
export const createOnceCases: readonly Case[] = [
  ...(
    [
      ['a reset before storing', 'reset', sentTwice],
      ['a reset after storing', 'reset-after-store', sentOnce],
      ['a 500 before storing', { status: 500 }, sentTwice],
      ['a 504 after storing', { status: 504, body: '', afterStore: true }, sentOnce],
      ['no answer after storing', 'hang-after-store', sentOnce],
      ['an answer that is cut off', 'cut-off', sentOnce],
      ['an answer that is no JSON', { status: 201, body: '<html>', afterStore: true }, sentOnce],
    ] as const
  ).map(settled),
  ...(
    [
      [
        'a 504 after storing',
        { status: 504, afterStore: true },
        answers('ServerError', 504, 'unknown'),
      ],
      [
        'an answer that is something else',
        { status: 201, body: [] },
        answers('PromptCrafterResponseError', 201, 'unknown'),
      ],
      ['a 400', { status: 400 }, answers('BadRequestError', 400)],
    ] as const
  ).map(unsettled),
  {
    name: 'a look that is refused leaves the first error, its outcome unknown',
    world: {
      kind: 'fresh',
      faults: [
        { on: 'createLog', with: { status: 500, afterStore: true } },
        { on: 'getLogsByPrompt', with: { status: 403 } },
      ],
    },
    run: (context) => context.client.createLog(toLog(context)),
    look,
    expected: answers('ServerError', 500, 'unknown', [sentOnce, 2]),
  },
  {
    name: 'createPrompt, after a reset after storing',
    world: { kind: 'fresh', faults: [{ on: 'createPrompt', with: 'reset-after-store' }] },
    run: async ({ client }) => (await client.createPrompt(prompt)).title,
    look: ({ operations, prompts }) => [operations, prompts],
    expected: resolves('Summary', [['createPrompt', 'getPrompts'], 3]),
  },
  {
    name: 'thirty identical logs at once, two thirds of them in trouble',
    world: { kind: 'fresh', faults: stormFaults },
    run: async (context) => {
      const options = { maxRetries: 8, attemptTimeout: patience };
      const calls = Array.from({ length: 30 }, () =>
        context.client.createLog(toLog(context), options),
      );
      const logs = await Promise.all(calls);
      return new Set(logs.map(({ _id }) => _id)).size;
    },
    look: ({ logs }) => logs,
    expected: resolves(30, 31),
  },
  {
    name: 'signup, after a reset after storing',
    world: { kind: 'fresh', faults: [{ on: 'signup', with: 'reset-after-store' }] },
    run: async ({ client }) =>
      (await client.signup({ ...account, email: 'grace@example.com' })).message,
    look: ({ operations }) => operations,
    expected: resolves('User account created successfully.', ['signup', 'signup', 'login']),
  },
  {
    name: 'signup tried once, after a reset after storing',
    world: { kind: 'fresh', faults: [{ on: 'signup', with: 'reset-after-store' }] },
    run: ({ client }) => client.signup({ ...account, email: 'grace@example.com' }, once),
    expected: rejects('PromptCrafterConnectionError', 'unknown'),
  },
  {
    name: 'signup with the email of another account, after a reset',
    world: { kind: 'fresh', faults: [{ on: 'signup', with: 'reset' }] },
    run: ({ client }) => client.signup({ ...account, password: 'another-secret' }),
    look: ({ operations }) => operations,
    expected: answers('ConflictError', 409, 'unknown', ['signup', 'signup', 'login']),
  },
  {
    name: 'deleteLog, after a reset after storing',
    world: { kind: 'fresh', faults: [{ on: 'deleteLog', with: 'reset-after-store' }] },
    run: ({ client, world }) => client.deleteLog(world.logId),
    look,
    expected: resolves(undefined, [['deleteLog', 'deleteLog'], 0]),
    differences: [
      {
        in: ['Deno'],
        expected: answers('NotFoundError', 404, 'not-applied', [['deleteLog', 'deleteLog'], 0]),
        reason:
          'Deno itself sends a `DELETE` again. The client cannot tell: the second one finds nothing, although the log is deleted.',
      },
    ],
  },
  {
    name: 'deletePrompt, after a 504 after storing',
    world: { faults: [{ on: 'deletePrompt', with: { status: 504, afterStore: true } }] },
    run: ({ client, world }) => client.deletePrompt(world.promptId),
    look,
    expected: resolves(undefined, [['deletePrompt', 'deletePrompt'], 0]),
  },
];
