import { expect, it } from 'vitest';
import { schemaTexts } from '../../src/api/openapi/schema-texts.ts';
import { findDeviations, type GivenAnswer } from './described-answers.ts';

const { example } = schemaTexts.Log;
const json = new Headers({ 'Content-Type': 'application/json' });

function toAnswer(body: unknown, given: Partial<GivenAnswer> = {}): GivenAnswer {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { method: 'POST', path: '/logs', status: 201, headers: json, text, ...given };
}

it.each([
  ['an example', example, {}],
  ['a field that is added', { ...example, rating: 5 }, {}],
  ['an optional field that is null', { ...example, notes: null, score: null }, {}],
  ['a list', [example], { method: 'GET', path: '/logs?promptId=prompt104', status: 200 }],
  ['an error', { error: 'Gone.' }, { method: 'GET', path: '/logs', status: 404 }],
  ['nothing', '', { method: 'DELETE', path: '/logs/log106', status: 204 }],
  ['a route that is not there', { error: 'No.' }, { method: 'PUT', status: 404 }],
])('finds no deviation in %s', (_case, body, given) => {
  expect(findDeviations(toAnswer(body, given))).toEqual([]);
});

it.each([
  ['a missing field', { ...example, output: undefined }, {}, /required property 'output'/],
  ['a field of another type', { ...example, score: '9' }, {}, /score must be number,null/],
  ['a date that is none', { ...example, createdAt: 'today' }, {}, /createdAt must match format/],
  ['null for what is always there', { ...example, output: null }, {}, /output must be string/],
  ['an element of a list', [{ ...example, _id: 1 }], { method: 'GET', status: 200 }, /^\/0\/_id/],
  ['another status', example, { status: 200 }, /createLog is not described with 200/],
  ['an error under another key', { message: 'No.' }, { status: 400 }, /property 'error'/],
  ['no Retry-After', { error: 'Busy.' }, { status: 503 }, /there is no Retry-After/],
  ['a body where there is none', 'x', { method: 'DELETE', path: '/logs/1', status: 204 }, /body/],
  ['HTML', '<p>', { headers: new Headers({ 'Content-Type': 'text/html' }) }, /no JSON/],
  ['a route that nobody described', [], { path: '/users', status: 200 }, /no such operation/],
])('finds %s', (_case, body, given, deviation) => {
  expect(findDeviations(toAnswer(body, given))).toEqual([expect.stringMatching(deviation)]);
});
