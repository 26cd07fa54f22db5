import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  type FetchFunction,
  NotFoundError,
  PromptCrafterClient,
  PromptCrafterConnectionError,
  PromptCrafterTimeoutError,
} from '../../../src/index.ts';
import { createTestApi } from '../../../src/testing/index.ts';
import { errorOf, rejectionOf } from '../../support/rejection-of.ts';
import {
  type Answer,
  dripsBody,
  hangsUp,
  resets,
  stallsBody,
  startScriptedServer,
  staysSilent,
  withStatus,
} from '../../support/scripted-server.ts';
import { fetches } from './fetches.ts';
import { type BodyEncoding, startEncodingServer } from './start-encoding-server.ts';

const encodings: BodyEncoding[] = ['announced', 'chunked', 'gzip', 'br, chunked'];
const unfinished = [
  ['does not begin', staysSilent],
  ['drips', dripsBody(200)],
  ['stalls', stallsBody(200)],
] as const;

async function readAll<T>(records: AsyncIterable<T>, into: T[] = []): Promise<T[]> {
  for await (const record of records) into.push(record);
  return into;
}

/** A client of a raw server. */
async function startScript(fetch: FetchFunction, ...script: Answer[]) {
  const server = await startScriptedServer(...script);
  const { baseUrl } = server;
  const client = new PromptCrafterClient({ baseUrl, token: 't', fetch, attemptTimeout: 200 });
  return { server, client };
}

beforeAll(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
  return () => vi.restoreAllMocks();
});

describe.each(fetches)('%s', (_name, fetch) => {
  async function start(encoding: BodyEncoding) {
    const api = createTestApi();
    const { prompts } = api.seed({
      prompts: [{ title: 'Tides' }],
      logs: Array.from({ length: 300 }, (_, index) => ({ output: `Hoch ⛵ “${index}”` })),
    });
    const server = await startEncodingServer(api, encoding);
    onTestFinished(() => server.close());
    const client = new PromptCrafterClient({
      baseUrl: server.url,
      token: await api.token(),
      fetch,
      // node-fetch 2 waits for the rest of an answer of known length that was cut off.
      attemptTimeout: 1_000,
    });
    const input = { promptId: prompts[0]._id, output: 'Flut 🌊', modelUsed: 'm' };
    return { api, server, client, input };
  }

  describe.each(encodings)('with answers that are %s', (encoding) => {
    test('creates, lists, streams, deletes and tells errors', async () => {
      const { api, client, input } = await start(encoding);
      const log = await client.createLog(input);
      expect(log.output).toBe('Flut 🌊');
      const logs = await client.getLogsByPrompt(input.promptId);
      expect(logs).toHaveLength(301);
      expect(logs).toContainEqual(log);
      expect(logs.map(({ output }) => output)).toContain('Hoch ⛵ “299”');
      expect(await readAll(client.iterateLogs(input.promptId))).toEqual(logs);
      await client.deleteLog(log._id);
      const error = await errorOf(client.deleteLog(log._id), NotFoundError);
      expect(error).toMatchObject({ status: 404, attempts: 1, outcome: 'not-applied' });
      expect(api.requests).toHaveLength(5);
    });

    test('finds a log whose answer was lost, or cut off', async () => {
      const { api, server, client, input } = await start(encoding);
      api.fail({ with: 'reset-after-store' });
      const lost = await client.createLog(input);
      server.cut(1);
      const cut = await client.createLog({ ...input, output: 'Ebbe' });
      expect(api.logs.slice(300)).toEqual([lost, cut]);
    });

    test('reads a list again that was cut off, as often as it may', async () => {
      const { api, server, client } = await start(encoding);
      server.cut(1);
      expect(await client.getLogs()).toHaveLength(300);
      server.cut(3);
      const error = await errorOf(client.getLogs(), PromptCrafterConnectionError);
      expect(error).toMatchObject({ attempts: 3, retryable: true });
      expect(api.requests).toHaveLength(5);
    });

    test('says of a streamed list that it was cut off', async () => {
      const { server, client } = await start(encoding);
      server.cut(3);
      const records: unknown[] = [];
      const error = await errorOf(
        readAll(client.iterateLogs(), records),
        PromptCrafterConnectionError,
      );
      expect(error.retryable).toBe(true);
      expect(records.length).toBeLessThan(300);
    });
  });

  test.each(unfinished)('gives up an answer that %s', async (_, answer) => {
    const { server, client } = await startScript(fetch, answer);
    await errorOf(client.getLogs({ maxRetries: 0 }), PromptCrafterTimeoutError);
    await (await server.received(0)).closed;
    // What arrives now and then is no idle connection: the call's own time ends it.
    const logs = client.iterateLogs(undefined, { maxRetries: 0, timeout: 500 });
    await errorOf(logs.next(), PromptCrafterTimeoutError);
    await (await server.received(1)).closed;
  });

  test.each(unfinished)('ends an answer that %s where the caller aborts', async (_, answer) => {
    const { server, client } = await startScript(fetch, answer);
    const list = (signal: AbortSignal) => client.getLogs({ signal, attemptTimeout: 60_000 });
    const stream = (signal: AbortSignal) =>
      client.iterateLogs(undefined, { signal, attemptTimeout: 60_000 }).next();
    for (const [index, call] of [list, stream].entries()) {
      const controller = new AbortController();
      const rejection = rejectionOf(call(controller.signal));
      const { closed } = await server.received(index);
      await new Promise((resolve) => setTimeout(resolve, 30));
      controller.abort('left');
      if ((await rejection) !== 'left') throw new Error('It rejects with something else.');
      await closed;
    }
  });

  test('follows no redirect', async () => {
    const other = await startScriptedServer(withStatus(200));
    const { client } = await startScript(
      fetch,
      withStatus(307, { location: `${other.baseUrl}/x` }),
    );
    const error = await errorOf(client.getLogs(), PromptCrafterConnectionError);
    expect(error.message).toContain(`redirected to ${other.baseUrl}`);
    expect(other.requests).toEqual([]);
  });

  test('sends again what was hung up on or reset', async () => {
    const { server, client } = await startScript(fetch, hangsUp, resets, withStatus(204));
    await client.deleteLog('log1');
    expect(server.requests).toHaveLength(3);
  });
});

test.each(fetches.filter(([_name, _fetch, streams]) => streams))(
  '%s closes the connection where the caller leaves the loop',
  async (_, fetch) => {
    const [first] = createTestApi().seed({ prompts: [{}], logs: [{}] }).logs;
    const { server, client } = await startScript(fetch, (socket) => {
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
      const text = `[${JSON.stringify(first)},`;
      socket.write(`${text.length.toString(16)}\r\n${text}\r\n`);
    });
    for await (const _log of client.iterateLogs()) break;
    await (await server.received(0)).closed;
  },
);
