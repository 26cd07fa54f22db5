import { afterEach, describe, expect, it, vi } from 'vitest';
import { createObservedClient, json } from '../support/create-observed-client.ts';
import { rejectionOf } from '../support/rejection-of.ts';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  vi.resetModules();
});

const authorizationOf = async (client: ReturnType<typeof createObservedClient>) => {
  await client.client.getPrompts();
  return client.requests.at(-1)?.headers.authorization;
};
const observe = (options = {}) =>
  createObservedClient(json(200, []), { token: undefined, baseUrl: undefined, ...options });

describe('the environment', () => {
  it('gives the token and the base URL that the options do not', async () => {
    vi.stubEnv('PROMPTCRAFTER_TOKEN', 'token-of-the-environment');
    vi.stubEnv('PROMPTCRAFTER_BASE_URL', 'https://staging.example.com/api/');
    const observed = observe();
    expect(await authorizationOf(observed)).toBe('Bearer token-of-the-environment');
    expect(observed.requests[0]?.url).toBe('https://staging.example.com/api/prompts');
    expect(await authorizationOf(observe({ token: 'given-token' }))).toBe('Bearer given-token');
    expect(await authorizationOf(observe({ token: '' }))).toBeUndefined();
  });

  it('counts as absent where it is empty', async () => {
    vi.stubEnv('PROMPTCRAFTER_TOKEN', '');
    vi.stubEnv('PROMPTCRAFTER_BASE_URL', '');
    const observed = observe();
    expect(await authorizationOf(observed)).toBeUndefined();
    expect(observed.requests[0]?.url).toContain('promptcrafter-production');
  });

  it('is read when a client is made and not again', async () => {
    vi.stubEnv('PROMPTCRAFTER_TOKEN', 'first-token');
    const observed = observe();
    vi.stubEnv('PROMPTCRAFTER_TOKEN', 'second-token');
    expect(await authorizationOf(observed)).toBe('Bearer first-token');
    observed.client.setToken();
    expect(await authorizationOf(observed)).toBeUndefined();
  });

  it('may be missing, or refuse to be read', async () => {
    vi.stubGlobal('process', undefined);
    expect(await authorizationOf(observe())).toBeUndefined();
    const env = new Proxy(
      {},
      {
        get() {
          throw new Error('Requires env access');
        },
      },
    );
    vi.stubGlobal('process', { env });
    expect(await authorizationOf(observe())).toBeUndefined();
  });

  it.each([
    ['debug', ['debug', 'error']],
    ['error', ['error']],
    ['off', []],
    ['chatty', ['error']],
  ])('sets the level of the logger to %s', async (level, expected) => {
    vi.stubEnv('PROMPTCRAFTER_LOG', level);
    const told: string[] = [];
    const logger = { debug: () => told.push('debug'), error: () => told.push('error') };
    const { client } = createObservedClient(
      () => {
        throw new Error('offline');
      },
      { logger, maxRetries: 0 },
    );
    await rejectionOf(client.getPrompts());
    expect(told).toEqual(expected);
  });
});

describe('importing the package', () => {
  it('reads no environment, prints nothing and leaves no global behind', async () => {
    const read: PropertyKey[] = [];
    const env = new Proxy(process.env, {
      get(target, name) {
        if (String(name).startsWith('PROMPTCRAFTER')) read.push(name);
        return Reflect.get(target, name);
      },
    });
    vi.stubGlobal(
      'process',
      new Proxy(process, {
        get: (target, name) => (name === 'env' ? env : Reflect.get(target, name, target)),
      }),
    );
    const prints = (['log', 'info', 'warn', 'error', 'debug'] as const).map((method) =>
      vi.spyOn(console, method),
    );
    const globals = () => Object.getOwnPropertyDescriptors(globalThis);
    const before = globals();
    vi.resetModules();
    const { PromptCrafterClient } = await import('../../src/index.ts');

    expect(read).toEqual([]);
    const after = globals();
    expect(Object.keys(after)).toEqual(Object.keys(before));
    for (const [name, descriptor] of Object.entries(after)) {
      expect(descriptor, name).toEqual(Reflect.get(before, name));
    }
    new PromptCrafterClient();
    expect(read).toContain('PROMPTCRAFTER_TOKEN');
    for (const print of prints) expect(print).not.toHaveBeenCalled();
    vi.restoreAllMocks();
  });
});
