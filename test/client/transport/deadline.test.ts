import { afterEach, describe, expect, it, vi } from 'vitest';
import { Deadline } from '../../../src/client/transport/deadline.ts';
import {
  type ClientOptions,
  PromptCrafterClient,
  PromptCrafterError,
  PromptCrafterTimeoutError,
  ServerError,
} from '../../../src/index.ts';
import { createObservedClient, inTurn, json, never } from '../../support/create-observed-client.ts';
import { findOperation, logInput, operations, sampleLog } from '../../support/operations.ts';
import { errorOf, rejectionOf } from '../../support/rejection-of.ts';
import {
  type Answer,
  dripsBody,
  stallsBody,
  startScriptedServer,
  staysSilent,
  withJson,
} from '../../support/scripted-server.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Where a server can leave a client waiting. */
const stalls: [string, Answer][] = [
  ['the headers never come', staysSilent],
  ['the body stalls', stallsBody(200)],
  ['the body drips', dripsBody(200)],
];

it('holds neither a timer nor a listener once what it waits for has failed', async () => {
  vi.useFakeTimers();
  const { signal } = new AbortController();
  const added = vi.spyOn(signal, 'addEventListener');
  const removed = vi.spyOn(signal, 'removeEventListener');
  const deadline = new Deadline(1_000, signal);
  await expect(deadline.wait(Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  expect(vi.getTimerCount()).toBe(0);
  expect(added).toHaveBeenCalledOnce();
  expect(removed.mock.calls).toEqual(added.mock.calls);
});

describe.each(stalls)('where %s', (_, stall) => {
  it.each(operations)('$name ends with its deadline, and hangs up', async (operation) => {
    const { call, route, effect } = operation;
    const server = await startScriptedServer(stall);
    const client = new PromptCrafterClient({ baseUrl: server.baseUrl, timeout: 150 });
    const error = await errorOf(call(client), PromptCrafterTimeoutError);
    const outcome = effect === 'none' ? 'not-applied' : 'unknown';
    expect(error).toMatchObject({ route, attempts: 1, outcome });
    expect(error.message).toContain('no complete answer within 150 ms');
    expect(error).not.toHaveProperty('status');
    await (await server.received(0)).closed;
    expect(server.requests).toHaveLength(1);
  });

  it('an attempt that takes too long is repeated', async () => {
    const server = await startScriptedServer(stall, withJson(200, [sampleLog]));
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const limits = { attemptTimeout: 150, maxRetries: 5 };
    const client = new PromptCrafterClient({ baseUrl: server.baseUrl, ...limits });
    expect(await client.getLogs()).toEqual([sampleLog]);
    await (await server.received(0)).closed;
    expect(server.requests.length).toBeGreaterThan(1);
  });

  it('the last attempt’s own limit is the one that is named', async () => {
    const { baseUrl } = await startScriptedServer(stall);
    const client = new PromptCrafterClient({ baseUrl, attemptTimeout: 60, maxRetries: 0 });
    const error = await errorOf(client.getLogs(), PromptCrafterTimeoutError);
    expect(error.message).toContain('within 60 ms');
  });

  it('a log is not sent again, since it may have been stored', async () => {
    const server = await startScriptedServer(stall);
    const client = new PromptCrafterClient({ baseUrl: server.baseUrl, attemptTimeout: 60 });
    const error = await errorOf(client.createLog(logInput), PromptCrafterTimeoutError);
    expect(error.outcome).toBe('unknown');
    const methods = server.requests.map(({ method }) => method);
    expect(methods.filter((method) => method !== 'GET')).toEqual(['POST']);
    expect(error.attempts).toBe(methods.length);
  });
});

describe.each([
  ['stalls', stallsBody(503)],
  ['drips', dripsBody(503)],
])('an error status whose body %s', (_, answer) => {
  it.each<[string, ClientOptions]>([
    ['attempt’s', { attemptTimeout: 300, maxRetries: 0 }],
    ['call’s', { timeout: 300 }],
  ])('is delivered when the %s time is up', async (__, options) => {
    const server = await startScriptedServer(answer);
    const client = new PromptCrafterClient({ baseUrl: server.baseUrl, ...options });
    const error = await errorOf(client.getLogs(), ServerError);
    expect(error).toMatchObject({ status: 503, message: 'HTTP 503 Service Unavailable' });
    expect(server.requests).toHaveLength(1);
    await (await server.received(0)).closed;
  });
});

describe('one deadline covers', () => {
  const timeout = 1_000;
  const expectTimeout = async (call: Promise<unknown>, attempts: number) => {
    const settled = rejectionOf(call);
    await vi.advanceTimersByTimeAsync(timeout);
    const error = await settled;
    expect(error).toBeInstanceOf(PromptCrafterTimeoutError);
    expect(error).toMatchObject({ attempts });
    expect(vi.getTimerCount()).toBe(0);
    return error as PromptCrafterTimeoutError;
  };

  it('a token function that never answers', async () => {
    vi.useFakeTimers();
    const token = () => new Promise<string>(() => undefined);
    const { client } = createObservedClient(never, { timeout, token });
    const error = await expectTimeout(client.createLog(logInput), 0);
    expect(error.outcome).toBe('not-applied');
  });

  it('a fetch that does not listen to its signal', async () => {
    vi.useFakeTimers();
    const { client, requests } = createObservedClient(never, { timeout });
    await expectTimeout(client.getLogs(), 1);
    expect(requests[0]?.signal.aborted).toBe(true);
    expect(requests[0]?.signal.reason).not.toBeInstanceOf(PromptCrafterError);
  });

  it('a body that does not listen to its signal', async () => {
    vi.useFakeTimers();
    const { client } = createObservedClient(() => new Response(new ReadableStream()), { timeout });
    await expectTimeout(client.getLogs(), 1);
  });

  it('all attempts together', async () => {
    vi.useFakeTimers();
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const { client, requests } = createObservedClient(never, { timeout, attemptTimeout: 400 });
    const error = await expectTimeout(client.getLogs(), 3);
    expect(requests.map(({ signal }) => signal.aborted)).toEqual([true, true, true]);
    expect(error.message).toContain('within 1000 ms');
    expect(error.cause).toMatchObject({ name: 'PromptCrafterTimeoutError', attempts: 2 });
  });

  it('the token that is asked for after a 401', async () => {
    vi.useFakeTimers();
    const token = vi.fn<() => Promise<string>>(() => new Promise(() => undefined));
    token.mockResolvedValueOnce('first-token');
    const { client } = createObservedClient(json(401, { error: 'expired' }), { timeout, token });
    await expectTimeout(client.getLogs(), 1);
    expect(token).toHaveBeenCalledTimes(2);
  });

  it('waits: one that would not end in time is not begun', async () => {
    vi.useFakeTimers();
    vi.spyOn(Math, 'random').mockReturnValue(0.999);
    const { client, requests } = createObservedClient(json(503, {}), { timeout: 400 });
    expect(await rejectionOf(client.getLogs())).toBeInstanceOf(ServerError);
    expect(requests).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a call', () => {
  it.each(operations)('of $name leaves no timer behind when it succeeds', async (operation) => {
    vi.useFakeTimers();
    const { answer, status, call } = operation;
    const { client } = createObservedClient(
      () => new Response(answer ? JSON.stringify(answer) : null, { status }),
    );
    await call(client);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('takes limits of its own', async () => {
    vi.useFakeTimers();
    const { client, requests } = createObservedClient(never, { timeout: 5, maxRetries: 0 });
    const limits = { timeout: 1_000, attemptTimeout: 200, maxRetries: 1 };
    const error = rejectionOf(client.getLogs(limits));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await error).toMatchObject({ attempts: 2 });
    expect(requests).toHaveLength(2);
  });

  it('is answered in time where only its predecessor was late', async () => {
    vi.useFakeTimers();
    const { client } = createObservedClient(inTurn(never, json(200, [])), { timeout: 100 });
    const late = rejectionOf(client.getLogs());
    await vi.advanceTimersByTimeAsync(100);
    expect(await late).toBeInstanceOf(PromptCrafterTimeoutError);
    expect(await client.getLogs()).toEqual([]);
  });

  it('hangs up on an answer that comes too late', async () => {
    vi.useFakeTimers();
    const cancel = vi.fn();
    const { client } = createObservedClient(
      () =>
        new Promise((resolve) => {
          setTimeout(() => resolve(new Response(new ReadableStream({ cancel }))), 500);
        }),
      { timeout: 100 },
    );
    const late = rejectionOf(findOperation('getLogs').call(client));
    await vi.advanceTimersByTimeAsync(500);
    expect(await late).toBeInstanceOf(PromptCrafterTimeoutError);
    expect(cancel).toHaveBeenCalledOnce();
  });

  it('hangs up on a body that goes on after the deadline', async () => {
    vi.useFakeTimers();
    const cancel = vi.fn();
    const { client } = createObservedClient(() => new Response(new ReadableStream({ cancel })), {
      timeout: 100,
    });
    const late = rejectionOf(client.getLogs());
    await vi.advanceTimersByTimeAsync(100);
    expect(await late).toBeInstanceOf(PromptCrafterTimeoutError);
    expect(cancel).toHaveBeenCalledOnce();
  });
});
