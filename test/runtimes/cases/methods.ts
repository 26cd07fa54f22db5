import { account, type Case, resolves, toLog } from './case.ts';

const operations: Case['look'] = ({ operations }) => operations;

/** The thirteen methods, each answered at once. */
export const methodCases: readonly Case[] = [
  {
    name: 'signup',
    run: async ({ client }) =>
      (await client.signup({ ...account, email: 'grace@example.com' })).message,
    look: operations,
    expected: resolves('User account created successfully.', ['signup']),
  },
  {
    name: 'login authenticates the client',
    run: async ({ createClient }) => {
      const client = createClient({});
      const { token } = await client.login(account);
      return [typeof token, (await client.getPrompts()).length];
    },
    look: ({ operations, authorized }) => [operations, authorized],
    expected: resolves(
      ['string', 1],
      [
        ['login', 'getPrompts'],
        [false, true],
      ],
    ),
  },
  {
    name: 'setToken',
    run: async ({ createClient, world }) => {
      const client = createClient({});
      client.setToken(world.token);
      return (await client.getPrompts()).length;
    },
    look: operations,
    expected: resolves(1, ['getPrompts']),
  },
  {
    name: 'getPrompts',
    run: async ({ client }) => (await client.getPrompts()).map(({ title }) => title),
    look: operations,
    expected: resolves(['History tutor'], ['getPrompts']),
  },
  {
    name: 'createPrompt',
    run: async ({ client }) => {
      const input = { title: 'Summary', content: 'Sum up {text}.', model: 'gpt-4o', tags: ['a'] };
      const { title, content, model, tags } = await client.createPrompt(input);
      return { title, content, model, tags };
    },
    look: operations,
    expected: resolves(
      { title: 'Summary', content: 'Sum up {text}.', model: 'gpt-4o', tags: ['a'] },
      ['createPrompt'],
    ),
  },
  {
    name: 'getPromptById',
    run: async ({ client, world }) => (await client.getPromptById(world.promptId)).title,
    look: operations,
    expected: resolves('History tutor', ['getPromptById']),
  },
  {
    name: 'updatePrompt',
    run: async ({ client, world }) => {
      const { title, model } = await client.updatePrompt(world.promptId, { title: 'Tutor' });
      return [title, model];
    },
    look: operations,
    expected: resolves(['Tutor', 'gpt-4o'], ['updatePrompt']),
  },
  {
    name: 'deletePrompt',
    run: ({ client, world }) => client.deletePrompt(world.promptId),
    look: ({ operations, prompts, logs }) => [operations, prompts, logs],
    expected: resolves(undefined, [['deletePrompt'], 1, 0]),
  },
  {
    name: 'searchPrompts',
    run: async ({ client }) => (await client.searchPrompts('tut hist')).length,
    look: operations,
    expected: resolves(1, ['searchPrompts']),
  },
  {
    name: 'getLogs',
    run: async ({ client }) => (await client.getLogs()).map(({ score }) => score),
    look: operations,
    expected: resolves([8], ['getLogs']),
  },
  {
    name: 'createLog',
    run: async (context) => {
      const input = { ...toLog(context), notes: 'Good tone.', score: 10 };
      const { output, modelUsed, notes, score } = await context.client.createLog(input);
      return { output, modelUsed, notes, score };
    },
    look: operations,
    expected: resolves({ output: 'Yes', modelUsed: 'gpt-4o', notes: 'Good tone.', score: 10 }, [
      'createLog',
    ]),
  },
  {
    name: 'getLogsByPrompt',
    run: async ({ client, world }) => (await client.getLogsByPrompt(world.promptId)).length,
    look: operations,
    expected: resolves(1, ['getLogsByPrompt']),
  },
  {
    name: 'deleteLog',
    run: ({ client, world }) => client.deleteLog(world.logId),
    look: ({ operations, logs }) => [operations, logs],
    expected: resolves(undefined, [['deleteLog'], 0]),
  },
];
