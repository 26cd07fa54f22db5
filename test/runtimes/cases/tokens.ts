import { answers, type Case, rejects, resolves } from './case.ts';

/** A token function that begins with an expired token, and how often it is asked. */
export const tokenCases: readonly Case[] = [
  {
    name: 'a token function is asked again after a 401, and the call repeated',
    run: async ({ createClient, world }) => {
      let asked = 0;
      const token = async () => {
        asked += 1;
        return asked === 1 ? 'expired' : world.token;
      };
      const prompts = await createClient({ token }).getPrompts();
      return [prompts.length, asked];
    },
    look: ({ operations }) => operations,
    expected: resolves([1, 2], ['getPrompts', 'getPrompts']),
  },
  {
    name: 'a create is repeated with a fresh token and stored once',
    run: async ({ createClient, world }) => {
      const tokens = ['expired', world.token];
      const client = createClient({ token: () => tokens.shift() ?? '' });
      const { promptId } = world;
      return (await client.createLog({ promptId, output: 'Yes', modelUsed: 'gpt-4o' })).output;
    },
    look: ({ operations, logs }) => [operations, logs],
    expected: resolves('Yes', [['createLog', 'createLog'], 2]),
  },
  {
    name: 'ten calls share one question',
    run: async ({ createClient, world }) => {
      let asked = 0;
      const token = async () => {
        asked += 1;
        return world.token;
      };
      const client = createClient({ token });
      await Promise.all(Array.from({ length: 10 }, () => client.getPrompts()));
      return asked;
    },
    expected: resolves(1),
  },
  {
    name: 'a fresh token that is refused too',
    run: ({ createClient }) => createClient({ token: () => 'expired' }).getPrompts(),
    look: ({ operations }) => operations.length,
    expected: answers('AuthenticationError', 401, 'not-applied', 2),
  },
  {
    name: 'a token function that fails sends nothing',
    run: ({ createClient }) =>
      createClient({ token: () => Promise.reject(new Error('No token.')) }).getPrompts(),
    look: ({ operations }) => operations,
    expected: rejects('PromptCrafterError', 'not-applied', []),
  },
];
