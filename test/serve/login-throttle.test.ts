import { describe, expect, it } from 'vitest';
import { openBackend } from '../../src/serve/backend.ts';
import { createLoginThrottle } from '../../src/serve/login-throttle.ts';

const ada = 'ada@example.com';

function create() {
  let now = 0;
  const throttle = createLoginThrottle(() => now);
  return {
    wait: (address: string, account = ada) => throttle.readWait({ address, account }),
    succeed: (address: string, account = ada) => throttle.noteSuccess({ address, account }),
    fail(times: number, address: string, account = ada) {
      for (let count = 0; count < times; count += 1) throttle.noteFailure({ address, account });
    },
    pass(ms: number) {
      now += ms;
    },
  };
}

describe('attempts to log in', () => {
  it('are free ten times, then one each half minute', () => {
    const { fail, wait, pass } = create();
    fail(9, 'here');
    expect(wait('here')).toBe(0);
    fail(1, 'here');
    expect(wait('here')).toBe(30_000);
    pass(29_999);
    expect(wait('here')).toBe(1);
    pass(1);
    expect(wait('here')).toBe(0);
    fail(1, 'here');
    expect(wait('here')).toBe(30_000);
  });

  it('are forgotten by a success, and by time', () => {
    const { fail, wait, succeed, pass } = create();
    fail(9, 'here');
    succeed('here');
    fail(9, 'here');
    expect(wait('here')).toBe(0);
    pass(9 * 30_000);
    fail(9, 'here');
    expect(wait('here')).toBe(0);
  });

  it('of one client keep no other client out of the account', () => {
    const { fail, wait } = create();
    fail(10, 'here');

    expect(wait('there')).toBe(0);
    expect(wait('here', 'bob@example.com')).toBe(0);
  });

  it('of many clients at one account are counted together', () => {
    const { fail, wait } = create();
    for (let client = 0; client < 20; client += 1) fail(5, `client ${client}`);

    expect(wait('there')).toBe(15_000);
    expect(wait('there', 'bob@example.com')).toBe(0);
  });

  it('of one client at many accounts are counted together, its successes too', () => {
    const { fail, wait, succeed } = create();
    for (let account = 0; account < 100; account += 1) {
      fail(1, 'here', `account ${account}`);
      succeed('here', 'own account');
    }

    expect(wait('here', 'another')).toBe(5_000);
    expect(wait('there', 'another')).toBe(0);
  });

  it('take no more memory than those that still count', () => {
    const { fail, wait, pass } = create();
    for (let account = 0; account < 10_000; account += 1) fail(1, `${account}`, `${account}`);
    pass(60_000);
    fail(10, 'here');

    expect(wait('here')).toBe(30_000);
    expect(wait('0', '0')).toBe(0);
  });
});

describe('the API', () => {
  async function open() {
    const { app, seed, close } = await openBackend({ passwordCost: 2 });
    await seed({ users: [{ email: ada, password: 'a-long-secret' }] });
    const login = async (password: string, address = '192.0.2.1', email = ada) => {
      const request = new Request('http://localhost/auth/login', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ email, password }),
      });
      return await app.fetch(request, { address });
    };
    return { login, close };
  }

  it('answers 429 to guesses, and says when to try again', async () => {
    const { login, close } = await open();
    for (let count = 0; count < 10; count += 1) {
      expect((await login('wrong')).status).toBe(401);
    }
    const response = await login('a-long-secret', undefined, 'ADA@example.com');

    expect(response.status).toBe(429);
    expect(response.headers.get('Retry-After')).toBe('30');
    expect(await response.json()).toEqual({
      error: 'Too many login attempts. Try again later.',
    });
    expect((await login('a-long-secret', '192.0.2.2')).status).toBe(200);
    await close();
  });

  it('counts guesses that are made at once', async () => {
    const { login, close } = await open();
    const responses = await Promise.all(Array.from({ length: 50 }, () => login('wrong')));
    const statuses = responses.map(({ status }) => status);

    expect(statuses.filter((status) => status === 401).length).toBeLessThan(15);
    expect(new Set(statuses)).toEqual(new Set([401, 429]));
    await close();
  });

  it('lets as many log in as like, one after the other', async () => {
    const { login, close } = await open();
    for (let count = 0; count < 50; count += 1) {
      expect((await login('a-long-secret')).status).toBe(200);
    }
    await close();
  });
});
