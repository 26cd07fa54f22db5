import { describe, expect, it } from 'vitest';
import { type ContractKit, expectError, invalidFields } from './contract-kit.ts';

export function describeAccounts(kit: ContractKit): void {
  const { call } = kit;

  describe('signup', () => {
    const user = { name: 'Eve', email: 'eve@example.com', password: 'a-long-password' };

    it('creates an account that can log in', async () => {
      const answer = await call('POST', '/auth/signup', { json: user });

      expect(answer.status).toBe(201);
      expect(answer.json).toEqual({ message: 'User account created successfully.' });
      const { status, json } = await call('POST', '/auth/login', { json: user });
      expect(status).toBe(200);
      const { token } = json as { token: string };
      expect((await call('GET', '/prompts', { token })).json).toEqual([]);
    });

    it.each([
      ['a missing name', { name: undefined }],
      ['a missing email', { email: undefined }],
      ['a missing password', { password: undefined }],
      ['an empty name', { name: '' }],
      ['an email without an at sign', { email: 'eve' }],
      ['a name that is no string', { name: 5 }],
    ])('refuses %s', async (_, fields) => {
      expectError(
        await call('POST', '/auth/signup', { json: { ...user, ...fields } }),
        400,
        invalidFields,
      );
    });

    it.each([
      [9, 400],
      [10, 201],
      [30, 201],
      [31, 400],
    ])('answers a password of %i characters with %i', async (length, status) => {
      const answer = await call('POST', '/auth/signup', {
        json: { ...user, password: 'ü'.repeat(length) },
      });

      expect(answer.status).toBe(status);
      if (status === 400) {
        expect(answer.json).toEqual({
          error: 'The password does not meet the security requirements.',
        });
      }
    });

    it('refuses an email in use, however it is written', async () => {
      expectError(
        await call('POST', '/auth/signup', { json: { ...user, email: 'ADA@example.com' } }),
        409,
        'Email already in use.',
      );
    });

    it('creates one account when two ask for the same email at once', async () => {
      const answers = await Promise.all(
        [user, user].map((json) => call('POST', '/auth/signup', { json })),
      );

      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    });
  });

  describe('login', () => {
    it('gives a token that the other routes take', async () => {
      const { json } = await call('POST', '/auth/login', {
        json: { email: 'ada@example.com', password: 'test-password' },
      });

      const { token } = json as { token: string };
      expect((await call('GET', '/logs', { token })).status).toBe(200);
    });

    it.each([
      ['a wrong password', { email: 'ada@example.com', password: 'wrong-password' }],
      ['an unknown email', { email: 'eve@example.com', password: 'test-password' }],
    ])('refuses %s', async (_, json) => {
      expectError(await call('POST', '/auth/login', { json }), 401, 'Incorrect email or password.');
    });

    it.each([{}, { email: 'ada@example.com' }, { email: '', password: '' }, { email: 1 }, []])(
      'refuses %j',
      async (json) => {
        expectError(await call('POST', '/auth/login', { json }), 400, invalidFields);
      },
    );
  });
}
