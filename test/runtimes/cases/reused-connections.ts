import { account, answers, type Case, type Context, resolves, toLog } from './case.ts';

/** What a platform does where a connection that it has used before breaks before an answer. */
const resent = (method: string, consequence: string) =>
  `The platform itself sends a ${method} again. Neither the client nor the server can tell: ${consequence}`;

/** Browsers ask before the first request, and put the connection back a moment after the answer. */
const settle = () => new Promise<void>((resolve) => setTimeout(resolve, 300));

/** Makes a call twice; the second goes over the connection of the first, which then breaks. */
async function callTwice(
  { fail }: Context,
  call: (time: number) => Promise<unknown>,
): Promise<unknown> {
  await call(1);
  await settle();
  await fail({ with: 'reset-after-store' });
  return call(2);
}

/** A connection that has carried a request breaks after the next one has been carried out. */
export const reusedConnectionCases: readonly Case[] = [
  {
    name: 'createLog, when a connection in use breaks after storing',
    run: (context) =>
      callTwice(context, async (time) => {
        const { output } = await context.client.createLog(toLog(context, `Answer ${time}`));
        return output;
      }),
    look: ({ operations, logs }) => [operations, logs],
    expected: resolves('Answer 2', [['createLog', 'createLog', 'getLogsByPrompt'], 3]),
    differences: [
      {
        in: ['Chromium', 'Firefox'],
        expected: resolves('Answer 2', [['createLog', 'createLog', 'createLog'], 4]),
        reason: resent('`POST`', 'the log is stored twice, and the second one delivered.'),
      },
    ],
  },
  {
    name: 'signup, when a connection in use breaks after storing',
    run: (context) =>
      callTwice(context, async (time) => {
        const input = { ...account, email: `grace-${time}@example.com` };
        return (await context.client.signup(input)).message;
      }),
    look: ({ operations }) => operations,
    expected: resolves('User account created successfully.', [
      'signup',
      'signup',
      'signup',
      'login',
    ]),
    differences: [
      {
        in: ['Chromium', 'Firefox'],
        expected: answers('ConflictError', 409, 'not-applied', ['signup', 'signup', 'signup']),
        reason: resent('`POST`', 'the second one finds the account of the first.'),
      },
    ],
  },
  {
    name: 'updatePrompt, when a connection in use breaks after storing',
    run: (context) =>
      callTwice(context, async (time) => {
        const { client, world } = context;
        return (await client.updatePrompt(world.promptId, { title: `Tutor ${time}` })).title;
      }),
    look: ({ operations }) => operations,
    expected: resolves('Tutor 2', ['updatePrompt', 'updatePrompt', 'updatePrompt']),
  },
  {
    name: 'deleteLog, when a connection in use breaks after storing',
    run: async (context) => {
      const { client, world } = context;
      const { _id } = await client.createLog(toLog(context));
      await callTwice(context, (time) => client.deleteLog(time === 1 ? world.logId : _id));
    },
    look: ({ operations, logs }) => [operations, logs],
    expected: resolves(undefined, [['createLog', 'deleteLog', 'deleteLog', 'deleteLog'], 0]),
    differences: [
      {
        in: ['Deno', 'workerd', 'Chromium', 'Firefox'],
        expected: answers('NotFoundError', 404, 'not-applied', [
          ['createLog', 'deleteLog', 'deleteLog', 'deleteLog'],
          0,
        ]),
        reason: resent('`DELETE`', 'the second one finds nothing, although the log is deleted.'),
      },
    ],
  },
  {
    name: 'getPrompts, when a connection in use breaks',
    run: (context) => callTwice(context, async () => (await context.client.getPrompts()).length),
    look: ({ operations }) => operations,
    expected: resolves(1, ['getPrompts', 'getPrompts', 'getPrompts']),
  },
];
