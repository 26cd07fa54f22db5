import { expect, it } from 'vitest';
import { NotFoundError, PromptCrafterAPIError } from '../../src/core/errors.ts';
import { isNoLogs } from '../../src/core/is-no-logs.ts';

const text = 'No logs found for the specified prompt ID.';

it.each<readonly [string, unknown]>([
  ['its text as error', { error: text }],
  ['its text as message', { message: text }],
  ['both', { error: text, message: text }],
])('takes a 404 for no logs: %s', (_name, body) => {
  expect(isNoLogs(new NotFoundError('x', { status: 404, body }))).toBe(true);
});

it('knows an error of another copy of the package by its shape', () => {
  expect(isNoLogs({ name: 'NotFoundError', status: 404, body: { error: text } })).toBe(true);
});

it.each<readonly [string, unknown]>([
  ['a 404 without a body', new NotFoundError('x', { status: 404 })],
  ['a 404 with an empty body', new NotFoundError('x', { status: 404, body: '' })],
  ['a 404 that is a page', new NotFoundError('x', { status: 404, body: '<html>' })],
  ['a 404 with an empty object', new NotFoundError('x', { status: 404, body: {} })],
  ['a 404 that is a list', new NotFoundError('x', { status: 404, body: [] })],
  ["the platform's", new NotFoundError('x', { status: 404, body: { error: text, code: 404 } })],
  ['another status', new PromptCrafterAPIError('x', { status: 400, body: { error: text } })],
  ['nothing', undefined],
])('does not take for no logs: %s', (_name, error) => {
  expect(isNoLogs(error)).toBe(false);
});
