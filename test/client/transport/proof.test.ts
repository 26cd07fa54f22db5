import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ConflictError, PromptCrafterTimeoutError } from '../../../src/index.ts';
import { createObservedClient, never } from '../../support/create-observed-client.ts';
import { credentials } from '../../support/operations.ts';
import { errorOf, rejectionOf } from '../../support/rejection-of.ts';

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** A client whose sign-up is broken off after 600 ms, and in conflict the next time. */
const open = (login: () => Response | Promise<Response>) =>
  createObservedClient(
    async ({ url }, index) => {
      if (url.endsWith('/login')) return login();
      if (index > 0) return Response.json({ error: 'Email already in use.' }, { status: 409 });
      await new Promise((resolve) => setTimeout(resolve, 600));
      throw new TypeError('terminated');
    },
    { timeout: 1_000, attemptTimeout: 5_000 },
  );

const signup = { name: 'Ada', ...credentials };

it('a sign-up that a login is to prove ends with its own deadline', async () => {
  const { client, requests } = open(never);
  let ended = Number.NaN;
  const error = errorOf(client.signup(signup), PromptCrafterTimeoutError).finally(() => {
    ended = Date.now();
  });
  const begin = Date.now();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(await error).toMatchObject({ outcome: 'unknown', attempts: 3, route: '/auth/signup' });
  expect(ended - begin).toBe(1_000);
  expect(requests.at(-1)?.signal.aborted).toBe(true);
});

it('a sign-up that a login is to prove ends with its caller’s reason', async () => {
  const controller = new AbortController();
  const { client } = open(never);
  const rejection = rejectionOf(client.signup(signup, { signal: controller.signal }));
  await vi.advanceTimersByTimeAsync(700);
  controller.abort('left');
  expect(await rejection).toBe('left');
});

it('a sign-up that no login proves stays the conflict that it was', async () => {
  const { client, requests } = open(() => Response.json({ error: 'No.' }, { status: 401 }));
  const error = errorOf(client.signup(signup), ConflictError);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await error).toMatchObject({ message: 'Email already in use.', attempts: 3 });
  expect(JSON.parse(requests.at(-1)?.body ?? '')).toEqual(credentials);
});
