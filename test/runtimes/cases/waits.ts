import {
  always,
  type Case,
  type Context,
  getRejection,
  rejects,
  resolves,
  toLog,
  toText,
} from './case.ts';

const json = 'Content-Type: application/json';
/** Long enough for an answer that comes, also on a machine with much to do. */
const patience = 4_000;
const impatience = 300;
const once = { maxRetries: 0 };

const operations: Case['look'] = ({ operations }) => operations;

/** Aborts a call once the server has been sent so many requests, and compares the reasons. */
async function abort(
  { client, waitForRequests }: Context,
  reason: unknown,
  requests: number,
  call: (signal: AbortSignal, client: Context['client']) => Promise<unknown>,
): Promise<boolean> {
  const controller = new AbortController();
  const rejection = getRejection(call(controller.signal, client));
  await waitForRequests(requests);
  controller.abort(reason);
  return (await rejection) === controller.signal.reason;
}

/** What takes too long, and what the caller ends. */
export const waitCases: readonly Case[] = [
  {
    name: 'no answer, to a read',
    world: { faults: [{ with: 'hang' }] },
    run: ({ client }) => client.getPrompts({ ...once, attemptTimeout: impatience }),
    expected: rejects('PromptCrafterTimeoutError', 'not-applied'),
  },
  {
    name: 'no answer, to a create that is tried once',
    world: { faults: [{ with: 'hang-after-store' }] },
    run: (context) =>
      context.client.createLog(toLog(context), { ...once, attemptTimeout: impatience }),
    expected: rejects('PromptCrafterTimeoutError', 'unknown'),
  },
  {
    name: 'headers that stop coming',
    world: { kind: 'script', script: [{ text: 'HTTP/1.1 200 OK\r\nConte', next: 'stall' }] },
    run: ({ client }) => client.getPrompts({ ...once, attemptTimeout: impatience }),
    expected: rejects('PromptCrafterTimeoutError', 'not-applied'),
  },
  {
    name: 'a body that stops coming',
    world: {
      kind: 'script',
      script: [
        { text: toText('200 OK', `${json}\r\nContent-Length: 90`, '[{"_id"'), next: 'stall' },
      ],
    },
    run: ({ client }) => client.getPrompts({ ...once, attemptTimeout: impatience }),
    expected: rejects('PromptCrafterTimeoutError', 'not-applied'),
  },
  {
    name: 'an error whose body stops coming keeps its status',
    world: {
      kind: 'script',
      script: [
        {
          text: toText('404 Not Found', `${json}\r\nContent-Length: 90`, '{"err'),
          next: 'stall',
        },
      ],
    },
    run: ({ client }) => client.getPrompts({ attemptTimeout: impatience }),
    expected: { ends: 'NotFoundError', status: 404, outcome: 'not-applied' },
  },
  {
    name: 'a body byte by byte comes in whole',
    world: { faults: [{ with: { drip: 1 } }] },
    run: async ({ client }) => (await client.getPrompts()).length,
    expected: resolves(1),
  },
  {
    name: 'the time of an attempt is up, and the next one is answered',
    world: { faults: [{ with: 'hang' }] },
    run: async ({ client }) => (await client.getPrompts({ attemptTimeout: patience })).length,
    look: operations,
    expected: resolves(1, ['getPrompts', 'getPrompts']),
  },
  {
    name: 'the time of the call is up',
    world: { faults: [{ with: 'hang', times: always }] },
    run: ({ client }) => client.getPrompts({ timeout: impatience }),
    expected: rejects('PromptCrafterTimeoutError', 'not-applied'),
  },
  {
    name: 'the time of a create is up before it is settled',
    world: {
      kind: 'fresh',
      faults: [
        { on: 'createLog', with: 'reset-after-store' },
        { on: 'getLogsByPrompt', with: 'hang', times: always },
      ],
    },
    run: (context) => context.client.createLog(toLog(context), { timeout: patience }),
    look: operations,
    expected: rejects('PromptCrafterTimeoutError', 'unknown', ['createLog', 'getLogsByPrompt']),
  },
  {
    name: 'an abort before the call sends nothing',
    run: async ({ client }) => {
      const reason = { message: 'Not now.' };
      const signal = AbortSignal.abort(reason);
      return (await getRejection(client.getPrompts({ signal }))) === reason;
    },
    look: operations,
    expected: resolves(true, []),
  },
  {
    name: 'an abort before an answer, with its own reason',
    world: { faults: [{ with: 'hang' }] },
    run: (context) =>
      abort(context, { message: 'Enough.' }, 1, (signal, client) => client.getPrompts({ signal })),
    look: operations,
    expected: resolves(true, ['getPrompts']),
  },
  {
    name: 'an abort of a create, with its own reason',
    world: { faults: [{ with: 'hang-after-store' }] },
    run: (context) =>
      abort(context, 'Enough.', 1, (signal, client) =>
        client.createLog(toLog(context), { signal }),
      ),
    look: operations,
    expected: resolves(true, ['createLog']),
  },
  {
    name: 'an abort without a reason',
    world: { faults: [{ with: 'hang' }] },
    run: (context) => abort(context, undefined, 1, (signal, client) => client.getLogs({ signal })),
    look: operations,
    expected: resolves(true, ['getLogs']),
  },
  {
    name: 'an abort within a body',
    world: {
      kind: 'script',
      script: [{ text: toText('200 OK', `${json}\r\nContent-Length: 90`, '['), next: 'stall' }],
    },
    run: (context) =>
      abort(context, { message: 'Enough.' }, 1, (signal, client) => client.getPrompts({ signal })),
    expected: resolves(true),
  },
  {
    name: 'an abort between attempts',
    world: {
      faults: [
        {
          with: {
            status: 429,
            headers: { 'retry-after': '20', 'access-control-expose-headers': 'Retry-After' },
          },
          times: always,
        },
      ],
    },
    run: (context) =>
      abort(context, { message: 'Enough.' }, 1, (signal, client) => client.getPrompts({ signal })),
    expected: resolves(true),
  },
  {
    name: "a signal whose time is up rejects with the signal's reason",
    world: { faults: [{ with: 'hang' }] },
    run: async ({ client }) => {
      const signal = AbortSignal.timeout(impatience);
      const reason = await getRejection(client.getPrompts({ signal }));
      return [reason === signal.reason, (reason as Error).name];
    },
    expected: resolves([true, 'TimeoutError']),
  },
];
