import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PromptCrafterClient, PromptCrafterTimeoutError, ServerError } from '../../../src/index.ts';
import { errorOf } from '../../support/rejection-of.ts';

/** What the clock shows. Timers fire only when a test lets them: a machine with much to do is late. */
let now: number;

beforeEach(() => {
  now = 0;
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  vi.spyOn(Math, 'random').mockReturnValue(0);
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test('a deadline that has passed is a timeout, also where its timer comes late', async () => {
  const client = new PromptCrafterClient({
    timeout: 20,
    fetch: async () => {
      now = 30;
      throw new TypeError('fetch failed');
    },
  });
  const error = await errorOf(client.getPrompts(), PromptCrafterTimeoutError);
  expect(error.message).toContain('within 20 ms');
  expect(error).toMatchObject({ attempts: 1, cause: { name: 'PromptCrafterConnectionError' } });
  expect(vi.getTimerCount()).toBe(0);
});

test('an answer that is there when the deadline has passed is delivered all the same', async () => {
  const client = new PromptCrafterClient({
    timeout: 20,
    fetch: async () => {
      now = 30;
      return Response.json([]);
    },
  });
  expect(await client.getPrompts()).toEqual([]);
});

test('a status that was answered says more than a deadline that has passed meanwhile', async () => {
  const client = new PromptCrafterClient({
    timeout: 20,
    fetch: async () => {
      now = 30;
      return Response.json({ error: 'Overloaded' }, { status: 503 });
    },
  });
  const error = await errorOf(client.getPrompts(), ServerError);
  expect(error).toMatchObject({ message: 'Overloaded', attempts: 1 });
});

test('an attempt that was never begun leaves no doubt', async () => {
  const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
  const fetch = vi.fn(() => Promise.reject(refused));
  // The wait before the next attempt is over only when the deadline has passed.
  const warn = () => queueMicrotask(() => (now = 30));
  const client = new PromptCrafterClient({ timeout: 20, fetch, logger: { warn } });
  const rejection = errorOf(
    client.updatePrompt('prompt104', { title: 'Later' }),
    PromptCrafterTimeoutError,
  );
  await vi.advanceTimersByTimeAsync(0);
  expect(await rejection).toMatchObject({ attempts: 1, outcome: 'not-applied' });
  expect(fetch).toHaveBeenCalledOnce();
});
