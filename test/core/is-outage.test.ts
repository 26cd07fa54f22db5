import { expect, it } from 'vitest';
import {
  NotFoundError,
  PromptCrafterAPIError,
  PromptCrafterConnectionError,
  PromptCrafterResponseError,
  PromptCrafterTimeoutError,
  PromptCrafterValidationError,
} from '../../src/core/errors.ts';
import { isOutage } from '../../src/core/is-outage.ts';

const answer = (status: number, body?: unknown) =>
  new PromptCrafterAPIError('x', { status, body: body ?? { error: 'x' } });

it.each<readonly [string, unknown]>([
  ['no connection', new PromptCrafterConnectionError('x')],
  ['no answer in time', new PromptCrafterTimeoutError('x')],
  ['an answer that nobody can read', new PromptCrafterResponseError('x', { status: 200 })],
  ...[408, 429, 500, 501, 503].map((status) => [`${status}`, answer(status)] as const),
  [
    "the platform's 404",
    answer(404, { status: 'error', code: 404, message: 'Application not found', request_id: 'x' }),
  ],
  ['a 404 that is a page', answer(404, '<html>')],
  ['a 404 without a body', new NotFoundError('x', { status: 404 })],
  ['a 404 whose error is no text', answer(404, { error: { code: 'NOT_FOUND' } })],
])('takes for an outage: %s', (_name, error) => {
  expect(isOutage(error)).toBe(true);
});

it.each<readonly [string, unknown]>([
  ...[400, 401, 403, 404, 409, 413, 415].map((status) => [`${status}`, answer(status)] as const),
  ['the 404 of an old server', answer(404, { message: 'No such prompt.' })],
  ['an input that is refused before it is sent', new PromptCrafterValidationError('x')],
  ['an error of somebody else', new TypeError('fetch failed')],
  ['nothing', undefined],
])('takes for an answer: %s', (_name, error) => {
  expect(isOutage(error)).toBe(false);
});
