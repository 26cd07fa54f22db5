import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Hooks, PromptCrafterTimeoutError } from '../../../src/index.ts';
import { createObservedClient, json } from '../../support/create-observed-client.ts';
import { findOperation } from '../../support/operations.ts';
import { errorOf, rejectionOf } from '../../support/rejection-of.ts';

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

type HookName = keyof Hooks;

describe('a hook that hangs', () => {
  const hang = () => new Promise<never>(() => undefined);
  const { answer, status, call } = findOperation('updatePrompt');

  it.each<[HookName, string, number]>([
    ['beforeRequest', 'not-applied', 0],
    ['afterResponse', 'unknown', 1],
  ])('as %s is ended by the time of the attempt', async (name, outcome, attempts) => {
    const { client, requests } = createObservedClient(json(status, answer), {
      attemptTimeout: 70,
      maxRetries: 0,
      hooks: { [name]: hang },
    });
    const rejection = errorOf(call(client), PromptCrafterTimeoutError);
    await vi.advanceTimersByTimeAsync(70);
    const error = await rejection;
    expect(error.message).toContain('within 70 ms');
    expect(error).toMatchObject({ outcome, attempts });
    expect(requests).toHaveLength(attempts);
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each<[HookName, number]>([
    ['beforeRequest', 1],
    ['afterResponse', 2],
  ])('as %s in one attempt leaves the next one to succeed', async (name, attempts) => {
    const hook = vi.fn<() => undefined | Promise<never>>(() => undefined);
    hook.mockImplementationOnce(hang);
    const options = { attemptTimeout: 70, hooks: { [name]: hook } };
    const { client, requests } = createObservedClient(json(status, answer), options);
    const result = call(client);
    await vi.advanceTimersByTimeAsync(71);
    expect(await result).toEqual(answer);
    expect(requests).toHaveLength(attempts);
    expect(hook).toHaveBeenCalledTimes(2);
  });

  it('is ended by the time of the call, and by its caller', async () => {
    const controller = new AbortController();
    const { client } = createObservedClient(json(status, answer), {
      timeout: 50,
      hooks: { beforeRequest: hang },
    });
    const late = errorOf(call(client), PromptCrafterTimeoutError);
    const left = rejectionOf(call(client, { signal: controller.signal }));
    await vi.advanceTimersByTimeAsync(20);
    controller.abort('left');
    expect(await left).toBe('left');
    await vi.advanceTimersByTimeAsync(30);
    expect((await late).message).toContain('within 50 ms');
  });

  it('sends nothing when it goes on after the time of its attempt', async () => {
    let goOn = () => {};
    const hooks: Hooks = { beforeRequest: () => new Promise<void>((resolve) => (goOn = resolve)) };
    const options = { attemptTimeout: 70, maxRetries: 0, hooks };
    // A fetch that does not look at its signal would carry it out.
    const { client, requests } = createObservedClient(json(status, answer), options);
    const rejection = errorOf(call(client), PromptCrafterTimeoutError);
    await vi.advanceTimersByTimeAsync(70);
    expect(await rejection).toMatchObject({ outcome: 'not-applied', attempts: 0 });
    goOn();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(requests).toEqual([]);
  });
});
