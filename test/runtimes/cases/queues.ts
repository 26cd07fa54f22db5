import type { FailOptions } from '../../../src/testing/index.ts';
import { type Case, type Context, resolves, toLog } from './case.ts';

/** Long enough for an outage of a moment, also on a machine with much to do. */
const patience = { timeout: 20_000 };

const look: Case['look'] = ({ operations, logs }) => [operations, logs];

/** Logs one log beside the one that the world begins with, and says what came of it. */
const logsOne = (
  name: string,
  faults: readonly FailOptions[],
  operations: readonly string[],
): Case => ({
  name,
  world: { kind: 'fresh', faults },
  run: async (context) => {
    const queue = context.rooms.queues.createLogQueue(context.client);
    const isAccepted = queue.log(toLog(context));
    const { ok, stored } = await queue.flush(patience);
    return [isAccepted, ok, stored];
  },
  look,
  expected: resolves([true, true, 1], [operations, 2]),
});

/** Ends a queue while its log hangs, and lets another one of the same spool go on. */
async function handOver({ client, rooms: { queues }, world }: Context): Promise<unknown> {
  if (!queues.openSpool) return 'no files';
  const spool = queues.openSpool();
  const first = queues.createLogQueue(client, { spool });
  first.log({ promptId: world.promptId, output: 'Yes', modelUsed: 'gpt-4o' });
  const { pending } = await first.close({ timeout: 500 });
  const second = queues.createLogQueue(client, { spool });
  const { ok, stored } = await second.flush(patience);
  await second.close();
  return [pending, ok, stored];
}

/** Logging in the background. */
export const queueCases: readonly Case[] = [
  logsOne('a log in the background', [], ['createLog']),
  logsOne(
    'a log whose answer is lost',
    [{ on: 'createLog', with: 'reset-after-store' }],
    ['createLog', 'getLogsByPrompt'],
  ),
  logsOne(
    'a log that an outage holds up',
    [{ on: 'createLog', with: { status: 429 }, times: 2 }],
    ['createLog', 'createLog', 'createLog'],
  ),
  {
    name: 'a log that is refused',
    run: async (context) => {
      const queue = context.rooms.queues.createLogQueue(context.client);
      queue.log({ ...toLog(context), promptId: context.world.foreignPromptId });
      const { ok, failed } = await queue.close(patience);
      return [ok, ...failed.map(({ error, outcome }) => [error.name, error.status, outcome])];
    },
    expected: resolves([false, ['NotFoundError', 404, 'not-applied']]),
  },
  {
    name: 'an input that is invalid',
    run: async (context) => {
      const queue = context.rooms.queues.createLogQueue(context.client);
      return [queue.log({ ...toLog(context), output: '' }), queue.stats.failed];
    },
    expected: resolves([false, 1], []),
    look: ({ operations }) => operations,
  },
  {
    name: 'a flush that no answer comes to',
    world: { faults: [{ on: 'createLog', with: 'hang' }] },
    run: async (context) => {
      const queue = context.rooms.queues.createLogQueue(context.client);
      queue.log(toLog(context));
      const { ok, pending } = await queue.flush({ timeout: 300 });
      const closed = await queue.close({ timeout: 0 });
      return [ok, pending, closed.pending, queue.log(toLog(context))];
    },
    expected: resolves([false, 1, 1, false]),
  },
  {
    name: 'a log that a spool keeps for the next queue',
    world: { faults: [{ on: 'createLog', with: 'hang' }] },
    run: handOver,
    expected: resolves([1, true, 1]),
    differences: [
      {
        in: ['workerd', 'Chromium', 'Firefox'],
        expected: resolves('no files'),
        reason: 'There are no files to keep it in.',
      },
    ],
  },
];
