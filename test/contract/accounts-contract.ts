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
      ['an email without a name', { email: '@example.com' }],
      ['an email without a domain', { email: 'eve@' }],
      ['an email with two at signs', { email: 'eve@home@example.com' }],
      ['an email with an empty part in its domain', { email: 'eve@example..com' }],
      ['an email with a blank before it', { email: ' eve@example.com' }],
      ['an email with a control character', { email: 'eve\u0000@example.com' }],
      ['an email with a character that cannot be seen', { email: 'e\u200bve@example.com' }],
      ['an email with half a character', { email: 'e\ud800ve@example.com' }],
      ['an email that is too long', { email: `${'e'.repeat(250)}@example.com` }],
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

    it.each([
      ['josé@example.com', 'jose\u0301@example.com'],
      ['JOSE\u0301@example.com', 'josé@EXAMPLE.com'],
      ['ÅSA@example.com', 'a\u030asa@example.com'],
    ])('takes the emails %s and %s for the same', async (email, other) => {
      await call('POST', '/auth/signup', { json: { ...user, email } });

      expectError(
        await call('POST', '/auth/signup', { json: { ...user, email: other } }),
        409,
        'Email already in use.',
      );
      const json = { email: other, password: user.password };
      expect((await call('POST', '/auth/login', { json })).status).toBe(200);
    });

    it.each([
      ['pässword-with-é', 'pa\u0308ssword-with-e\u0301'],
      ['pa\u0308ssword-with-e\u0301', 'pässword-with-é'],
    ])('takes the password %s however it is encoded', async (password, other) => {
      await call('POST', '/auth/signup', { json: { ...user, password } });

      for (const typed of [password, other]) {
        const json = { email: user.email, password: typed };
        expect((await call('POST', '/auth/login', { json })).status).toBe(200);
      }
    });

    it('counts the characters of a password as they are read', async () => {
      const json = { ...user, password: 'e\u0301'.repeat(9) };
      expect((await call('POST', '/auth/signup', { json })).status).toBe(400);
      const longer = { ...user, password: 'e\u0301'.repeat(30) };
      expect((await call('POST', '/auth/signup', { json: longer })).status).toBe(201);
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
