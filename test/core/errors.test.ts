import { inspect } from 'node:util';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import * as publicNames from '../../src/index.ts';
import {
  AuthenticationError,
  NotFoundError,
  PromptCrafterAPIError,
  PromptCrafterError,
  PromptCrafterTimeoutError,
} from '../../src/index.ts';

const here = { ...publicNames };

/** Each class with those above it. */
const hierarchy = {
  PromptCrafterError: [],
  PromptCrafterAPIError: ['PromptCrafterError'],
  BadRequestError: ['PromptCrafterAPIError', 'PromptCrafterError'],
  AuthenticationError: ['PromptCrafterAPIError', 'PromptCrafterError'],
  ForbiddenError: ['PromptCrafterAPIError', 'PromptCrafterError'],
  NotFoundError: ['PromptCrafterAPIError', 'PromptCrafterError'],
  ConflictError: ['PromptCrafterAPIError', 'PromptCrafterError'],
  UnsupportedMediaTypeError: ['PromptCrafterAPIError', 'PromptCrafterError'],
  RateLimitError: ['PromptCrafterAPIError', 'PromptCrafterError'],
  ServerError: ['PromptCrafterAPIError', 'PromptCrafterError'],
  PromptCrafterConnectionError: ['PromptCrafterError'],
  PromptCrafterTimeoutError: ['PromptCrafterConnectionError', 'PromptCrafterError'],
  PromptCrafterValidationError: ['PromptCrafterError'],
  PromptCrafterResponseError: ['PromptCrafterError'],
} as const;
type ErrorName = keyof typeof hierarchy;
const names = Object.keys(hierarchy) as ErrorName[];

let elsewhere: typeof here;
beforeAll(async () => {
  vi.resetModules();
  elsewhere = await import('../../src/index.ts');
});

describe('the public names', () => {
  it('are the client and the fourteen errors', () => {
    const expected = [...names, 'PromptCrafterClient', 'default'];
    expect(Object.keys(here).toSorted()).toEqual(expected.toSorted());
  });
});

describe.each(names)('%s', (name) => {
  const ErrorClass = here[name];
  const error = new ErrorClass('message', { status: 404, body: { secret: 1 }, attempts: 2 });

  it('has its own name on class, error and stack', () => {
    expect(ErrorClass.name).toBe(name);
    expect(error.name).toBe(name);
    expect(error.stack).toMatch(new RegExp(`^${name}: message\n`));
    expect(Object.prototype.toString.call(error)).toBe('[object Error]');
  });

  it('is an instance of the classes above it and of no other', () => {
    const above: string[] = [name, ...hierarchy[name]];
    for (const other of names) {
      expect([other, error instanceof here[other]]).toEqual([other, above.includes(other)]);
    }
    expect(error).toBeInstanceOf(Error);
  });

  it('is recognised by another copy of the package', () => {
    const Other = elsewhere[name];
    expect(Other).not.toBe(ErrorClass);
    const above: string[] = [name, ...hierarchy[name]];
    for (const other of names) {
      expect([other, error instanceof elsewhere[other]]).toEqual([other, above.includes(other)]);
      expect([other, new Other('x') instanceof here[other]]).toEqual([
        other,
        above.includes(other),
      ]);
    }
  });

  it('matches nothing that only looks like it', () => {
    for (const value of [null, undefined, 'text', 404, {}, new Error(name), { name }]) {
      expect(value instanceof ErrorClass).toBe(false);
    }
  });

  it('keeps the body from those who copy, list or write it', () => {
    expect(error.body).toEqual({ secret: 1 });
    expect(Object.keys(error)).not.toContain('body');
    expect({ ...error }).not.toHaveProperty('body');
    const shown = JSON.stringify(error) + inspect(error, { showHidden: true, depth: 12 });
    expect(shown).not.toContain('secret');
  });

  it('writes an allow-list as JSON', () => {
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name,
      message: 'message',
      status: 404,
      outcome: 'not-applied',
      retryable: false,
      attempts: 2,
    });
  });
});

describe('an error', () => {
  it('has nothing that was not said, except outcome, attempts and that it is not retryable', () => {
    const error = new PromptCrafterError('message');
    expect({ ...error }).toEqual({ outcome: 'not-applied', retryable: false, attempts: 0 });
    for (const key of ['status', 'body', 'method', 'route', 'retryAfter', 'issues', 'cause']) {
      expect(key in error).toBe(false);
    }
  });

  it('carries all details that are given', () => {
    const cause = new Error('reset');
    const details = {
      status: 503,
      body: 'text',
      outcome: 'unknown',
      method: 'POST',
      route: '/logs',
      attempts: 3,
      retryAfter: 0,
      issues: [{ path: 'score', message: 'must be a number' }],
    } as const;
    const error = new PromptCrafterError('message', { ...details, cause });
    expect(error).toMatchObject(details);
    expect(error.cause).toBe(cause);
  });

  it('shows stack, fields and causes when it is inspected', () => {
    const reset = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', request: 'r' });
    const cause = new TypeError('fetch failed', { cause: reset });
    const shown = inspect(new PromptCrafterError('message', { route: '/logs', cause }));
    expect(shown).toMatch(/^PromptCrafterError: message\n/);
    expect(shown).toContain("route: '/logs'");
    expect(shown).toContain("code: 'ECONNRESET'");
    expect(shown).not.toContain('request');
  });

  it('is inspected without the helper that Node passes', () => {
    const error = new PromptCrafterError('message', { route: '/logs' });
    const show = Reflect.get(error, Symbol.for('nodejs.util.inspect.custom')) as () => string;
    expect(show.call(error)).toContain('"route":"/logs"');
  });

  it('writes the causes of its cause, but not for ever', () => {
    const cyclic = new Error('cyclic');
    cyclic.cause = cyclic;
    const timeout = new PromptCrafterTimeoutError('late', {
      cause: new NotFoundError('gone', { status: 404, body: 'hidden', cause: cyclic }),
    });
    expect(timeout.toJSON()).toMatchObject({
      cause: { name: 'NotFoundError', status: 404, cause: { name: 'Error', message: 'cyclic' } },
    });
    expect(JSON.stringify(timeout)).not.toContain('hidden');
    expect(new PromptCrafterError('x', { cause: { token: 'secret' } }).toJSON()).toMatchObject({
      cause: 'object',
    });
  });

  it('survives structuredClone as an Error with its message', () => {
    const copy = structuredClone(new NotFoundError('gone', { status: 404 }));
    expect(copy).toBeInstanceOf(Error);
    expect(copy.message).toBe('gone');
  });
});

describe('a class that a user derives', () => {
  class QuotaError extends PromptCrafterAPIError {}
  class DailyQuotaError extends QuotaError {}

  it('matches its own errors, and they match what is above it', () => {
    const error = new DailyQuotaError('daily');
    expect(error).toBeInstanceOf(DailyQuotaError);
    expect(error).toBeInstanceOf(QuotaError);
    expect(error).toBeInstanceOf(PromptCrafterAPIError);
    expect(error instanceof elsewhere.PromptCrafterAPIError).toBe(true);
  });

  it('matches no error that is not its own', () => {
    expect(new QuotaError('x') instanceof DailyQuotaError).toBe(false);
    for (const Other of [PromptCrafterAPIError, AuthenticationError, PromptCrafterError]) {
      expect(new Other('x') instanceof QuotaError).toBe(false);
    }
  });
});
