import { expect, it } from 'vitest';
import {
  AuthenticationError,
  BadRequestError,
  ForbiddenError,
  NotFoundError,
  PromptCrafterAPIError,
  PromptCrafterConnectionError,
  PromptCrafterError,
  PromptCrafterResponseError,
  PromptCrafterValidationError,
  RateLimitError,
  ServerError,
} from '../../src/index.ts';
import { judgeFailure, judgeLookFailure } from '../../src/queue/judge-failure.ts';

const unknown = { outcome: 'unknown' } as const;

it.each([
  ['a refused connection', new PromptCrafterConnectionError('x'), 'outage', false],
  ['a lost answer', new PromptCrafterConnectionError('x', unknown), 'outage', true],
  ['429', new RateLimitError('x', { status: 429 }), 'outage', false],
  ['408', new PromptCrafterAPIError('x', { status: 408 }), 'outage', false],
  ['500', new ServerError('x', { status: 500, ...unknown }), 'outage', true],
  ['501', new ServerError('x', { status: 501, ...unknown }), 'outage', true],
  ['an answer that cannot be read', new PromptCrafterResponseError('x', unknown), 'outage', true],
  ['a token function that fails', new PromptCrafterError('x'), 'outage', false],
  ['an abort', new DOMException('x', 'AbortError'), 'outage', true],
  ['401', new AuthenticationError('x', { status: 401 }), 'hold', false],
  [
    'a token that cannot be sent',
    new PromptCrafterValidationError('x', { issues: [{ path: 'token', message: 'x' }] }),
    'hold',
    false,
  ],
  [
    'an input that is invalid',
    new PromptCrafterValidationError('x', { issues: [{ path: 'score', message: 'x' }] }),
    'refused',
    false,
  ],
  ['400', new BadRequestError('x', { status: 400 }), 'refused', false],
  ['403', new ForbiddenError('x', { status: 403 }), 'refused', false],
  ['413', new PromptCrafterAPIError('x', { status: 413 }), 'refused', false],
  [
    "the API's 404",
    new NotFoundError('x', { status: 404, body: { error: 'x' } }),
    'refused',
    false,
  ],
  [
    "an old API's 404",
    new NotFoundError('x', { status: 404, body: { message: 'x' } }),
    'refused',
    false,
  ],
  [
    "the platform's 404",
    new NotFoundError('x', {
      status: 404,
      body: { status: 'error', code: 404, message: 'Application not found', request_id: 'x' },
    }),
    'outage',
    false,
  ],
  ['a page as 404', new NotFoundError('x', { status: 404, body: '<html>' }), 'outage', false],
  ['a 404 that says nothing', new NotFoundError('x', { status: 404 }), 'outage', false],
])('judges %s', (_name, error, kind, isDoubtful) => {
  expect(judgeFailure(error)).toMatchObject({ kind, isDoubtful });
});

it('passes on how long the server asked to wait', () => {
  const error = new RateLimitError('x', { status: 429, retryAfter: 7_000 });
  expect(judgeFailure(error).retryAfter).toBe(7_000);
});

it('takes a 404 of a list for a prompt without logs, unless the platform says it', () => {
  const own = new NotFoundError('x', { status: 404, body: { error: 'No logs found.' } });
  const foreign = new NotFoundError('x', { status: 404, body: '<html>' });
  expect([judgeLookFailure(own), judgeLookFailure(foreign)]).toEqual(['empty', 'outage']);
});
