import { beforeEach, describe, expect, it } from 'vitest';
import { type Log, NotFoundError, PromptCrafterClient } from '../../src/index.ts';
import { createTestApi, type TestApi } from '../../src/testing/index.ts';
import { createObservedClient, json } from '../support/create-observed-client.ts';
import { sampleLog } from '../support/operations.ts';
import { errorOf } from '../support/rejection-of.ts';

let api: TestApi;
let client: PromptCrafterClient;
let promptId: string;

beforeEach(async () => {
  api = createTestApi();
  const { prompts } = api.seed({ prompts: [{ title: 'Tides' }] });
  promptId = prompts[0]._id;
  client = new PromptCrafterClient({
    baseUrl: 'http://localhost/',
    fetch: api.fetch,
    token: await api.token(),
  });
});

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

describe('the connection of a client', () => {
  it('names the API and whose token the client has', async () => {
    const { connection } = client;
    expect(connection).toBe(client.connection);
    expect(connection.baseUrl).toBe('http://localhost');
    expect(connection.hasToken).toBe(true);
    expect(connection.account).toBe(api.prompts[0]?.ownerId);
    client.setToken('no-jwt');
    expect(connection.account).toBeUndefined();
    client.setToken();
    expect([connection.hasToken, connection.account]).toEqual([true, undefined]);
  });

  it('asks for a token, and again for one that was refused', async () => {
    const tokens = ['first-token', 'second-token'];
    client.setToken(() => tokens.shift() ?? 'last-token');
    const { connection } = client;
    expect(connection.hasToken).toBe(false);
    await connection.requestToken();
    await connection.requestToken();
    expect([connection.hasToken, tokens]).toEqual([true, ['second-token']]);
    await connection.renewToken();
    expect(tokens).toEqual([]);
  });

  it('tells of a token that the client is given, and not of one that it asks for', async () => {
    let told = 0;
    const end = client.connection.onToken(() => {
      told += 1;
    });
    client.setToken('another-token');
    client.setToken(() => 'asked-token');
    await client.connection.requestToken();
    expect(told).toBe(2);
    end();
    client.setToken('yet-another-token');
    expect(told).toBe(2);
  });

  it('lists the logs of a prompt as the API sends them', async () => {
    const log = await client.createLog({
      promptId,
      output: 'High.',
      modelUsed: 'm',
      meta: { ms: 5 },
    });
    const [stored] = await collect(client.connection.listLogs(promptId));
    expect(stored).toMatchObject({
      _id: log._id,
      notes: 'promptcrafter-meta: {"v":1,"ms":5}',
    });
    await expect(collect(client.connection.listLogs('prompt999'))).rejects.toThrow(NotFoundError);
  });

  it('repeats no list, and refuses one that is not whole', async () => {
    api.fail({ with: { status: 503 }, on: 'getLogsByPrompt' });
    await expect(collect(client.connection.listLogs(promptId))).rejects.toMatchObject({
      status: 503,
    });
    expect(api.requests).toHaveLength(1);
    const paged = createObservedClient(json(200, [sampleLog], { 'x-total-count': '2' }));
    const error = await errorOf(collect(paged.client.connection.listLogs('prompt104')));
    expect(error.message).toContain('the list is not whole');
  });

  it('creates a log in one request that outlives the page', async () => {
    const { client: observed, requests } = createObservedClient(json(201, sampleLog));
    await observed.connection.createLogKeepalive({ promptId: 'p1', output: 'x', modelUsed: 'm' });
    expect(requests).toMatchObject([{ keepalive: true }]);
    api.fail({ with: 'reset', on: 'createLog' });
    const input = { promptId, output: 'x', modelUsed: 'm' };
    await expect(client.connection.createLogKeepalive(input)).rejects.toThrow();
    expect(api.requests).toHaveLength(1);
  });

  it('gives no record to two', async () => {
    const { claims } = client.connection;
    const log = await client.createLog({ promptId, output: 'High.', modelUsed: 'm' });
    expect(claims.take(log)).toBe(false);
    const other: Log = { ...log, _id: 'log999' };
    expect([claims.take(other), claims.take(other)]).toEqual([true, false]);
    await client.deleteLog(log._id);
    expect([claims.wasDeleted(log._id), claims.wasDeleted('log999')]).toEqual([true, false]);
  });

  it('says how long an attempt that sends the same is under way', async () => {
    const input = { promptId, output: 'High.', modelUsed: 'm' };
    const { claims } = client.connection;
    const call = client.createLog({ ...input });
    const isUnderWay = claims.watchSame({ ...input, score: undefined });
    expect(isUnderWay()).toBe(true);
    expect(claims.watchSame({ ...input, output: 'Low.' })()).toBe(false);
    await call;
    expect(isUnderWay()).toBe(false);
  });

  it('tells the logger', () => {
    const told: unknown[] = [];
    const logger = { warn: (...line: unknown[]) => told.push(line) };
    new PromptCrafterClient({ logger }).connection.report('warn', 'a word', { pending: 3 });
    new PromptCrafterClient({ logger }).connection.report('info', 'too quiet', {});
    expect(told).toEqual([['a word', expect.objectContaining({ pending: 3, route: '/logs' })]]);
  });
});
