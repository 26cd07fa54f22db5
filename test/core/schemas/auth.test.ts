import { describe, expect, it } from 'vitest';
import {
  loginInputSchema,
  loginResultSchema,
  signupInputSchema,
  signupResultSchema,
} from '../../../src/core/schemas/auth.ts';
import { issuesOf } from '../../support/issues-of.ts';
import { credentials } from '../../support/operations.ts';
import { parseWith } from '../../support/parse-with.ts';

const valid = { name: 'Ada', ...credentials };

describe('the input of signup', () => {
  it.each([
    ['10 characters', 'a'.repeat(10)],
    ['30 characters', 'a'.repeat(30)],
    ['30 characters outside the basic plane', '🏭'.repeat(30)],
    ['spaces and quotes', ' "\\ pass word '],
  ])('takes a password of %s', (_, password) => {
    expect(signupInputSchema.safeParse({ ...valid, password }).success).toBe(true);
  });

  it.each([
    ['9 characters', 'a'.repeat(9)],
    ['31 characters', 'a'.repeat(31)],
    ['nothing', ''],
  ])('refuses a password of %s without repeating it', (_, password) => {
    expect(issuesOf(signupInputSchema, { ...valid, password })).toEqual([
      'password must have 10 to 30 characters',
    ]);
  });

  it.each([
    [{ ...valid, name: '' }, ['name must not be empty']],
    [{ ...valid, email: 1 }, ['email must be a string']],
    [{ ...valid, password: null }, ['password must be a string']],
    [{}, ['name', 'email', 'password'].map((field) => `${field} is required and must be a string`)],
    [null, ['it must be an object']],
    [undefined, ['it is required and must be an object']],
    ['secret', ['it must be an object']],
    [[], ['it must be an object']],
  ])('says what is wrong with %j', (input, issues) => {
    expect(issuesOf(signupInputSchema, input)).toEqual(issues);
  });
});

describe('the input of login', () => {
  it('takes a password of any length', () => {
    const input = { email: 'ada@example.com', password: 'a' };
    expect(parseWith(loginInputSchema, { ...input, name: 'Ada' })).toEqual(input);
  });

  it.each([
    [{ ...credentials, email: '' }, ['email must not be empty']],
    [{ ...credentials, password: '' }, ['password must not be empty']],
    [{ ...credentials, role: 'admin' }, ['it must not have role: the API has no such field']],
    [{ email: 'ada@example.com' }, ['password is required and must be a string']],
  ])('says what is wrong with %j', (input, issues) => {
    expect(issuesOf(loginInputSchema, input)).toEqual(issues);
  });
});

describe('results', () => {
  it('of signup may hold a token, or null for none', () => {
    expect(parseWith(signupResultSchema, { message: 'ok', token: null })).toEqual({
      message: 'ok',
    });
    expect(parseWith(signupResultSchema, { message: 'ok', token: 't' })).toEqual({
      message: 'ok',
      token: 't',
    });
    expect(issuesOf(signupResultSchema, { message: 'ok', token: 5 })).toEqual([
      'token must be a string',
    ]);
    expect(parseWith(signupResultSchema, { token: 't' })).toEqual({
      message: 'User account created successfully.',
      token: 't',
    });
    expect(issuesOf(signupResultSchema, {})).toEqual(['message is required and must be a string']);
  });

  it('of login hold a token that says something', () => {
    expect(parseWith(loginResultSchema, { token: 't', expiresIn: 3600 })).toEqual({
      token: 't',
      expiresIn: 3600,
    });
    expect(issuesOf(loginResultSchema, { token: '' })).toEqual(['token must not be empty']);
    expect(issuesOf(loginResultSchema, { token: null })).toEqual(['token must be a string']);
  });
});
