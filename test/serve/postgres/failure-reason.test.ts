import { expect, it } from 'vitest';
import { toFailureReason } from '../../../src/serve/postgres/failure-reason.ts';

const fail = (message: string, more: object = {}) => Object.assign(new Error(message), more);

it.each([
  [fail('', { code: '53100' }), 'its disk is full'],
  [fail('', { code: '57P05' }), 'somebody has ended the connection (57P05)'],
  [fail('', { code: 'XX001' }), 'it reports that its data is damaged (XX001)'],
  [fail('', { code: 'ECONNREFUSED' }), 'nothing listens there'],
  [fail('', { errors: [fail('', { code: 'ECONNREFUSED' })] }), 'nothing listens there'],
  [fail('', { code: 'EPIPE' }), 'it cannot be reached (EPIPE)'],
  [fail('Connection terminated unexpectedly'), 'it cannot be reached'],
  [fail('Query read timeout'), 'it does not answer'],
  [fail('timeout exceeded when trying to connect'), 'no connection to it is free'],
  [{ name: 'Error', message: '', code: '53100' }, 'its disk is full'],
])('says in words of its own why the database cannot be used: %j', (error, reason) => {
  expect(toFailureReason(error)).toBe(reason);
});

it.each([
  [new TypeError('x is not a function')],
  [fail('syntax error at or near', { code: '42601' })],
  [fail('invalid byte sequence', { code: '22021' })],
  [fail('something else')],
  ['a text'],
  [undefined],
])('takes a bug of this program for no failure of the database: %j', (error) => {
  expect(toFailureReason(error)).toBeUndefined();
});
