import { describe, expect, it, vi } from 'vitest';
import {
  AuthenticationError,
  type ClientOptions,
  PromptCrafterClient,
  PromptCrafterError,
  PromptCrafterValidationError,
} from '../../../src/index.ts';
import { createObservedClient, json } from '../../support/create-observed-client.ts';
import { credentials, logInput, operations, sampleLog } from '../../support/operations.ts';
import { errorOf } from '../../support/rejection-of.ts';
import { startScriptedServer, withJson } from '../../support/scripted-server.ts';
import { showEverything } from '../../support/show-everything.ts';

const tick = () => new Promise((resolve) => setImmediate(resolve));

/** A client of a server that takes only the tokens that are `valid` at the time. */
function openGate(valid: Set<string>, options: ClientOptions) {
  return createObservedClient(async ({ headers }) => {
    await tick();
    const token = headers.authorization?.replace('Bearer ', '') ?? '';
    if (valid.has(token)) return Response.json([sampleLog]);
    return Response.json({ error: `Unauthorized: ${token || 'no token'}` }, { status: 401 });
  }, options);
}
const tokensOf = ({ requests }: ReturnType<typeof openGate>) =>
  requests.map(({ headers }) => headers.authorization);

describe('a token', () => {
  it.each(operations)('goes with every call but signup and login: $name', async (operation) => {
    const { client, requests } = createObservedClient(json(404, {}), { token: 'plain-token' });
    await errorOf(operation.call(client));
    expect(requests.map(({ headers }) => headers.authorization)).toEqual([
      operation.anonymous ? undefined : 'Bearer plain-token',
    ]);
  });

  it.each([
    ['undefined', undefined],
    ['an empty text', ''],
    ['a function that returns an empty text', () => ''],
    ['a function that returns nothing', () => undefined as never],
    ['a function that resolves with null', async () => null as never],
  ])('that is %s leaves the header out, and the server’s 401 comes back', async (_, token) => {
    const gate = openGate(new Set(), { token });
    const error = await errorOf(gate.client.getLogs(), AuthenticationError);
    expect(error.message).toBe('Unauthorized: no token');
    for (const sent of tokensOf(gate)) expect(sent).toBeUndefined();
  });

  it('is replaced by setToken, and removed by setToken without one', async () => {
    const { client, requests } = createObservedClient(json(200, []), { token: 'first-token' });
    await client.getLogs();
    client.setToken('second-token');
    await client.getLogs();
    client.setToken(() => 'third-token');
    await client.getLogs();
    client.setToken();
    await client.getLogs();
    expect(requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer first-token',
      'Bearer second-token',
      'Bearer third-token',
      undefined,
    ]);
  });

  it('comes from login, with the result delivered', async () => {
    const server = await startScriptedServer(
      withJson(200, { token: 'login-token', user: { _id: 'u' } }),
      withJson(200, []),
    );
    const client = new PromptCrafterClient(server);
    expect(await client.login(credentials)).toEqual({ token: 'login-token', user: { _id: 'u' } });
    await client.getLogs();
    expect((await server.received(1)).headers.authorization).toBe('Bearer login-token');
  });

  it('stays as it was where login fails', async () => {
    const { client, requests } = createObservedClient(json(401, { error: 'No' }));
    await errorOf(client.login(credentials), AuthenticationError);
    await errorOf(client.getLogs(), AuthenticationError);
    expect(requests.map(({ headers }) => headers.authorization)).toEqual([
      undefined,
      'Bearer observed-token',
    ]);
  });

  it('gives way to an Authorization header of the call', async () => {
    const token = vi.fn(() => 'from-function');
    const { client, requests } = createObservedClient(json(401, {}), { token });
    await errorOf(client.getLogs({ headers: { Authorization: 'Basic YTpi' } }));
    expect(requests.map(({ headers }) => headers.authorization)).toEqual(['Basic YTpi']);
    expect(token).not.toHaveBeenCalled();
  });

  it('that a 401 refuses is not sent again where nobody can be asked', async () => {
    const gate = openGate(new Set(), { token: 'old-token-1' });
    await errorOf(gate.client.getLogs(), AuthenticationError);
    expect(gate.requests).toHaveLength(1);
  });

  it('that a 401 refused is sent again by the next call, since the server may take it then', async () => {
    const valid = new Set<string>();
    const gate = openGate(valid, { token: 'early-token-1' });
    await errorOf(gate.client.getLogs(), AuthenticationError);
    valid.add('early-token-1');
    expect(await gate.client.getLogs()).toEqual([sampleLog]);
  });
});

describe.each<[string, (value: string) => string | Promise<string>]>([
  ['a function', (value) => value],
  ['an asynchronous function', async (value) => value],
])('a token from %s', (_, deliver) => {
  it('is asked for at the first call, and kept', async () => {
    const token = vi.fn(() => deliver('kept-token'));
    const gate = openGate(new Set(['kept-token']), { token });
    expect(token).not.toHaveBeenCalled();
    for (let call = 0; call < 5; call += 1) await gate.client.getLogs();
    expect(token).toHaveBeenCalledOnce();
  });

  it('is asked for once more after a 401, and the call repeated', async () => {
    const token = vi.fn(() => deliver('token-number-2'));
    token.mockReturnValueOnce(deliver('token-number-1'));
    const gate = openGate(new Set(['token-number-2']), { token, maxRetries: 0 });
    expect(await gate.client.getLogs()).toEqual([sampleLog]);
    expect(tokensOf(gate)).toEqual(['Bearer token-number-1', 'Bearer token-number-2']);
  });

  it('is asked for only once more in one call', async () => {
    const token = vi.fn(() => deliver('bad-token-1'));
    const gate = openGate(new Set(), { token });
    const error = await errorOf(gate.client.getLogs(), AuthenticationError);
    expect(error).toMatchObject({ attempts: 2, outcome: 'not-applied', status: 401 });
    expect(token).toHaveBeenCalledTimes(2);
    expect(gate.requests).toHaveLength(2);
  });

  it('is asked for by one of 50 calls that begin together', async () => {
    const token = vi.fn(() => deliver('shared-token'));
    const gate = openGate(new Set(['shared-token']), { token });
    await Promise.all(Array.from({ length: 50 }, () => gate.client.getLogs()));
    expect(token).toHaveBeenCalledOnce();
  });

  it('is asked for by one of 50 calls that are refused together', async () => {
    let current = 'first-token';
    const valid = new Set([current]);
    const token = vi.fn(() => deliver(current));
    const gate = openGate(valid, { token });
    await gate.client.getLogs();
    valid.delete(current);
    current = 'second-token';
    valid.add(current);
    await Promise.all(Array.from({ length: 50 }, () => gate.client.getLogs()));
    expect(token).toHaveBeenCalledTimes(2);
    expect(gate.requests).toHaveLength(101);
  });
});

describe('a token function', () => {
  it.each<[string, () => string | Promise<string>]>([
    [
      'throws',
      () => {
        throw new TypeError('vault is sealed');
      },
    ],
    ['rejects', () => Promise.reject(new TypeError('vault is sealed'))],
  ])('that %s ends the call with the cause, and is asked again by the next', async (_, fail) => {
    const token = vi.fn(fail);
    const { client, requests } = createObservedClient(json(200, []), { token });
    const error = await errorOf(client.createLog(logInput));
    expect(error.name).toBe('PromptCrafterError');
    expect(error).toMatchObject({ attempts: 0, outcome: 'not-applied', route: '/logs' });
    expect(error.message).toContain('the token function failed');
    expect(error.cause).toMatchObject({ name: 'TypeError', message: 'vault is sealed' });
    expect(requests).toEqual([]);
    token.mockReturnValue('healed-token');
    expect(await client.getLogs()).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['a number', 42],
    ['an object', { token: 'secret-inside' }],
    ['true', true],
    ['two lines', 'secret-line\r\nX-Injected: 1'],
    ['a line feed at its end', 'secret-line\n'],
    ['a NUL', 'secret\u0000line'],
    ['text outside Latin-1', 'secret-🏭'],
  ])('that returns %s is refused without repeating it', async (_, value) => {
    const token = vi.fn<() => string>(() => value as string);
    const { client, requests } = createObservedClient(json(200, []), { token });
    const calls = await Promise.all(
      [1, 2, 3].map(() => errorOf(client.getLogs(), PromptCrafterValidationError)),
    );
    for (const error of calls) {
      expect(error.issues).toEqual([{ path: 'token', message: expect.stringMatching(/^must be/) }]);
      expect(showEverything(error)).not.toContain('secret');
    }
    expect(requests).toEqual([]);
    token.mockReturnValue('a-legal-token');
    expect(await client.getLogs()).toEqual([]);
  });

  it('may fail for the repetition after a 401', async () => {
    const token = vi.fn<() => string>(() => {
      throw new Error('offline');
    });
    token.mockReturnValueOnce('first-token');
    const gate = openGate(new Set(), { token });
    const error = await errorOf(gate.client.getLogs(), PromptCrafterError);
    expect(error).toMatchObject({ attempts: 1, cause: { message: 'offline' } });
  });

  it('whose answer comes after setToken does not undo it', async () => {
    let answer: (token: string) => void = () => undefined;
    const token = () => new Promise<string>((resolve) => (answer = resolve));
    const { client, requests } = createObservedClient(json(200, []), { token });
    const slow = client.getLogs();
    await tick();
    client.setToken('newer-token');
    answer('older-token');
    await slow;
    await client.getLogs();
    expect(requests.at(-1)?.headers.authorization).toBe('Bearer newer-token');
  });
});

describe('a token that is no legal header value', () => {
  it.each(['secret\r\nX-Injected: 1', 'secret\n', '\u0000secret', 'secret-é\u0100'])(
    'is refused before sending: %j',
    async (token) => {
      const { client, requests } = createObservedClient(json(200, []), { token });
      const error = await errorOf(client.getLogs(), PromptCrafterValidationError);
      expect(showEverything(error)).not.toContain('secret');
      expect(requests).toEqual([]);
    },
  );
});

describe('a token function that logs in with its own client', () => {
  it('is asked again when its token is refused', async () => {
    let logins = 0;
    const { client } = createObservedClient(({ url, headers }) => {
      if (url.endsWith('/auth/login')) {
        logins += 1;
        return Response.json({ token: `token-${logins}` });
      }
      const isCurrent = headers.authorization === `Bearer token-${logins}` && logins > 1;
      return isCurrent ? Response.json([]) : Response.json({ error: 'expired' }, { status: 401 });
    });
    client.setToken(async () => (await client.login(credentials)).token);
    expect(await client.getLogs()).toEqual([]);
    expect(logins).toBe(2);
  });
});
