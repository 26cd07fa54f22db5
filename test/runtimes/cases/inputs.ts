import { type Case, getRejection, rejects, resolves, toText } from './case.ts';

const prompt = {
  _id: 'p',
  ownerId: 'user1',
  title: 'Tutor',
  content: '…',
  model: 'gpt-4o',
  createdAt: '2024-06-20T13:13:00Z',
  updatedAt: '2024-06-20T13:13:00Z',
};
const body = JSON.stringify(prompt);
const length = new TextEncoder().encode(body).length;

/** Ids as nobody would choose them, and the one path segment that each must fill. */
const hostileIds: readonly (readonly [string, string])[] = [
  ['a/b', 'a%2Fb'],
  ['../auth/login', '..%2Fauth%2Flogin'],
  ['..%2f', '..%252f'],
  ['%2e%2e', '%252e%252e'],
  ['a?b=c#d', 'a%3Fb%3Dc%23d'],
  ['a\\..\\b', 'a%5C..%5Cb'],
  ['é 🙂', '%C3%A9%20%F0%9F%99%82'],
  ['a HTTP/1.1\r\nX-Injected: yes', 'a%20HTTP%2F1.1%0D%0AX-Injected%3A%20yes'],
];

/** Ids that no path segment can carry. */
const impossibleIds: readonly unknown[] = ['', '.', '..', '\ud800', 42, null, undefined];

/** What a call that is refused rejects with; one that throws instead makes the case fail. */
async function refuse(calls: readonly (() => Promise<unknown>)[]): Promise<readonly string[]> {
  const errors = await Promise.all(calls.map((call) => getRejection(call())));
  return [...new Set(errors.map((error) => (error as Error).name))];
}

/** What a caller may give, and what is refused before anything is sent. */
export const inputCases: readonly Case[] = [
  {
    name: 'a hostile id fills one path segment',
    world: {
      kind: 'script',
      script: [
        {
          text: toText(
            '200 OK',
            `Content-Type: application/json\r\nContent-Length: ${length}`,
            body,
          ),
          next: 'keep',
        },
      ],
    },
    run: async ({ client }) => {
      for (const [id] of hostileIds) await client.getPromptById(id);
    },
    look: ({ lines }) => lines,
    expected: resolves(
      undefined,
      hostileIds.map(([, segment]) => `GET /prompts/${segment} HTTP/1.1`),
    ),
  },
  {
    name: 'an id that no path can carry is refused',
    run: ({ client }) =>
      refuse(
        impossibleIds.flatMap((id) => [
          () => client.getPromptById(id as string),
          () => client.deleteLog(id as string),
        ]),
      ),
    look: ({ operations }) => operations,
    expected: resolves(['PromptCrafterValidationError'], []),
  },
  {
    name: 'inputs that the API documents otherwise are refused',
    run: ({ client, world }) => {
      const log = { promptId: world.promptId, output: 'Yes', modelUsed: 'gpt-4o' };
      return refuse([
        () => client.createLog({ ...log, score: 11 }),
        () => client.createLog({ ...log, score: 7.5 }),
        () => client.createLog({ ...log, output: 42 as never }),
        () => client.createLog(undefined as never),
        () => client.createPrompt({ title: 'ab', content: '', model: 'gpt-4o' }),
        () => client.updatePrompt(world.promptId, { tags: 'a' as never }),
        () => client.signup({ name: 'Ada', email: 'a@example.com', password: 'short' }),
        () => client.login({ email: '', password: '' }),
        () => client.searchPrompts(''),
        () => client.getPrompts({ timeout: -1 }),
        () => client.getPrompts({ maxRetries: 1.5 }),
      ]);
    },
    look: ({ operations }) => operations,
    expected: resolves(['PromptCrafterValidationError'], []),
  },
  {
    name: 'a token that is no header value is refused, and not repeated',
    run: async ({ createClient }) => {
      const token = 'secret-token\r\nX-Injected: yes';
      const error = await getRejection(createClient({ token }).getPrompts());
      return [(error as Error).name, JSON.stringify(error).includes('secret-token')];
    },
    look: ({ operations }) => operations,
    expected: resolves(['PromptCrafterValidationError', false], []),
  },
  {
    name: 'a token does not go to another host without TLS',
    run: ({ createClient, world }) =>
      createClient({ baseUrl: 'http://promptcrafter.invalid', token: world.token }).getPrompts(),
    expected: rejects('PromptCrafterValidationError', 'not-applied'),
  },
  {
    name: 'options that cannot be used are refused',
    run: async ({ sdk }) => {
      const options = [{ baseUrl: 'ftp://127.0.0.1' }, { timeout: 0 }, { fetch: 1 as never }];
      return refuse(options.map((option) => async () => new sdk.PromptCrafterClient(option)));
    },
    expected: resolves(['PromptCrafterValidationError']),
  },
];
