import { account, always, type Case, rejects, resolves, toLog, toText } from './case.ts';

const once = { maxRetries: 0 };
const json = 'Content-Type: application/json';

const operations: Case['look'] = ({ operations, logs }) => [operations, logs];
const lines: Case['look'] = ({ lines }) => lines.length;

const resentGet = (platform: string) =>
  `The server is asked more often than the client asks: ${platform} itself sends a \`GET\` again before it says that it failed.`;

const untold =
  'The platform says no more than that the request failed, as it does when a connection breaks after it: it may have been applied.';

/** Redirects of each kind; none is followed, and the other origin is sent nothing. */
const redirects = [301, 302, 303, 307, 308].map<Case>((status) => ({
  name: `a redirect with ${status} is not followed`,
  run: async ({ client, world, fail }) => {
    const headers = { location: `${world.otherUrl}/auth/login` };
    await fail({ with: { status, body: '', headers } });
    await client.login(account);
  },
  look: ({ operations, otherLines }) => [operations, otherLines],
  expected: rejects('PromptCrafterConnectionError', 'not-applied', [['login'], []]),
}));

/** What goes wrong below HTTP. */
export const networkCases: readonly Case[] = [
  {
    name: 'a refused connection, to a read',
    world: { kind: 'refused' },
    run: ({ client }) => client.getPrompts(),
    expected: rejects('PromptCrafterConnectionError', 'not-applied'),
  },
  {
    name: 'a refused connection, to a create',
    world: { kind: 'refused' },
    run: (context) => context.client.createLog(toLog(context)),
    expected: rejects('PromptCrafterConnectionError', 'not-applied'),
    differences: [
      {
        in: ['workerd', 'Chromium', 'Firefox'],
        expected: rejects('PromptCrafterConnectionError', 'unknown'),
        reason: untold,
      },
    ],
  },
  {
    name: 'a host that does not exist',
    run: ({ createClient }) =>
      createClient({ baseUrl: 'https://promptcrafter.invalid', ...once }).getPrompts(),
    expected: rejects('PromptCrafterConnectionError', 'not-applied'),
  },
  {
    name: 'a port that does not speak TLS, to an update',
    run: ({ createClient, world }) =>
      createClient({ baseUrl: world.url.replace('http:', 'https:'), ...once }).updatePrompt('p', {
        title: 'Tutor',
      }),
    look: operations,
    expected: rejects('PromptCrafterConnectionError', 'not-applied', [[], 1]),
    differences: [
      {
        in: ['workerd', 'Chromium', 'Firefox'],
        expected: rejects('PromptCrafterConnectionError', 'unknown', [[], 1]),
        reason: untold,
      },
    ],
  },
  {
    name: 'a reset, to a read, once',
    world: { kind: 'fresh', faults: [{ with: 'reset' }] },
    run: async ({ client }) => (await client.getPrompts()).length,
    look: operations,
    expected: resolves(1, [['getPrompts', 'getPrompts'], 1]),
  },
  {
    name: 'a reset, to a read, each time',
    world: { kind: 'fresh', faults: [{ with: 'reset', times: always }] },
    run: ({ client }) => client.getPrompts(),
    look: ({ operations }) => operations.length,
    expected: rejects('PromptCrafterConnectionError', 'not-applied', 3),
    differences: [
      {
        in: ['Firefox'],
        expected: rejects('PromptCrafterConnectionError', 'not-applied', 30),
        reason: resentGet('Firefox'),
      },
      {
        in: ['Deno'],
        expected: rejects('PromptCrafterConnectionError', 'not-applied', 6),
        reason: resentGet('Deno'),
      },
    ],
  },
  {
    name: 'a reset before storing, to a create that is tried once',
    world: { kind: 'fresh', faults: [{ with: 'reset' }] },
    run: (context) => context.client.createLog(toLog(context), once),
    look: operations,
    expected: rejects('PromptCrafterConnectionError', 'unknown', [['createLog'], 1]),
  },
  {
    name: 'a reset after storing, to a create that is tried once',
    world: { kind: 'fresh', faults: [{ with: 'reset-after-store' }] },
    run: (context) => context.client.createLog(toLog(context), once),
    look: operations,
    expected: rejects('PromptCrafterConnectionError', 'unknown', [['createLog'], 2]),
  },
  {
    name: 'an end before any answer',
    world: { kind: 'script', script: [{ next: 'end' }] },
    run: ({ client }) => client.updatePrompt('prompt1', { title: 'Tutor' }, once),
    look: lines,
    expected: rejects('PromptCrafterConnectionError', 'unknown', 1),
  },
  {
    name: 'an end within the headers',
    world: { kind: 'script', script: [{ text: 'HTTP/1.1 200 OK\r\nConte', next: 'end' }] },
    run: ({ client }) => client.getPrompts(once),
    look: lines,
    expected: rejects('PromptCrafterConnectionError', 'not-applied', 1),
    differences: [
      {
        in: ['Deno'],
        expected: rejects('PromptCrafterConnectionError', 'not-applied', 2),
        reason: resentGet('Deno'),
      },
    ],
  },
  {
    name: 'an answer that is no HTTP',
    world: { kind: 'script', script: [{ text: '220 mail.example.com ESMTP\r\n', next: 'end' }] },
    run: ({ client }) => client.getPrompts(once),
    look: lines,
    expected: rejects('PromptCrafterConnectionError', 'not-applied', 1),
  },
  {
    name: 'a body that is cut off, to a read, once',
    world: { kind: 'fresh', faults: [{ with: 'cut-off' }] },
    run: async ({ client }) => (await client.getPrompts()).length,
    look: operations,
    expected: resolves(1, [['getPrompts', 'getPrompts'], 1]),
  },
  {
    name: 'a body that is cut off, to a read, each time',
    world: { kind: 'fresh', faults: [{ with: 'cut-off', times: always }] },
    run: ({ client }) => client.getPrompts(),
    look: ({ operations }) => operations.length,
    expected: rejects('PromptCrafterConnectionError', 'not-applied', 3),
  },
  {
    name: 'a body that is cut off, to a create that is tried once',
    world: { kind: 'fresh', faults: [{ with: 'cut-off' }] },
    run: (context) => context.client.createLog(toLog(context), once),
    look: operations,
    expected: rejects('PromptCrafterConnectionError', 'unknown', [['createLog'], 2]),
  },
  {
    name: 'a large body that is cut off',
    world: {
      kind: 'script',
      script: [
        {
          text: toText(
            '200 OK',
            `${json}\r\nContent-Length: 3000000`,
            `["${'x'.repeat(2_000_000)}`,
          ),
          next: 'end',
        },
      ],
    },
    run: ({ client }) => client.getPrompts(once),
    expected: rejects('PromptCrafterConnectionError', 'not-applied'),
  },
  {
    name: 'a chunked body without its last chunk',
    world: {
      kind: 'script',
      script: [
        {
          text: toText('200 OK', `${json}\r\nTransfer-Encoding: chunked`, '2\r\n[]\r\n'),
          next: 'end',
        },
      ],
    },
    run: ({ client }) => client.getPrompts(once),
    expected: rejects('PromptCrafterConnectionError', 'not-applied'),
  },
  {
    name: 'an error whose body is cut off keeps its status',
    world: {
      kind: 'script',
      script: [
        { text: toText('404 Not Found', `${json}\r\nContent-Length: 90`, '{"err'), next: 'end' },
      ],
    },
    run: ({ client }) => client.getPrompts(),
    expected: { ends: 'NotFoundError', status: 404, outcome: 'not-applied' },
  },
  ...redirects,
];
