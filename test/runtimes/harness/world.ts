import { connect } from 'node:net';
import { createTestApi, type FailOptions } from '../../../src/testing/index.ts';
import { account, type OpenedWorld, type WorldOptions, type WorldState } from '../cases/case.ts';
import { openFreshServer, openScriptServer, type WireServer } from './wire-server.ts';

/** The servers of one case. */
export interface World {
  readonly opened: Omit<OpenedWorld, 'id'>;
  fail(options: FailOptions): void;
  readState(): WorldState;
  [Symbol.asyncDispose](): Promise<void>;
}

export async function openWorld(options: WorldOptions): Promise<World> {
  const { kind = 'api', faults = [], script = [{ next: 'end' }] } = options;
  const api = createTestApi();
  const { prompts, logs } = api.seed({
    users: [account, { email: 'eve@example.com' }],
    prompts: [{ title: 'History tutor' }, { ownerId: 'eve@example.com' }],
    logs: [{ output: 'It began in Britain.', score: 8 }],
  });
  for (const fault of faults) api.fail(fault);

  const listener = await api.listen();
  const other = await openScriptServer([{ next: 'end' }]);
  let wire: WireServer | undefined;
  if (kind === 'fresh') wire = await openFreshServer(listener.port);
  if (kind === 'script') wire = await openScriptServer(script);
  return {
    opened: {
      url: kind === 'refused' ? await findRefusedUrl() : (wire ?? listener).url,
      otherUrl: other.url,
      token: await api.token(account.email),
      promptId: prompts[0]._id,
      logId: logs[0]._id,
      foreignPromptId: prompts[1]._id,
    },
    fail: (fault) => api.fail(fault),
    readState: () => ({
      operations: api.requests.map(({ operation }) => operation),
      queries: api.requests.map(({ query }) => query),
      authorized: api.requests.map(({ authorized }) => authorized),
      prompts: api.prompts.length,
      logs: api.logs.length,
      lines: wire?.lines ?? [],
      otherLines: other.lines,
    }),
    async [Symbol.asyncDispose]() {
      await wire?.[Symbol.asyncDispose]();
      await Promise.all([other[Symbol.asyncDispose](), listener.close()]);
    },
  };
}

/** Ports below those that systems hand out, so that no server comes to listen there meanwhile. */
async function findRefusedUrl(): Promise<string> {
  for (let port = 21_000; port < 22_000; port += 1) {
    if (await isRefused(port)) return `http://127.0.0.1:${port}`;
  }
  throw new Error('Failed to find a port on which nobody listens.');
}

function isRefused(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(false);
    });
    socket.once('error', () => resolve(true));
  });
}
