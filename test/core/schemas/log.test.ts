import { describe, expect, it } from 'vitest';
import { createLogInputSchema, logSchema, logsSchema } from '../../../src/core/schemas/log.ts';
import { issuesOf } from '../../support/issues-of.ts';
import { logInput, sampleLog } from '../../support/operations.ts';
import { parseWith } from '../../support/parse-with.ts';

describe('the input of createLog', () => {
  it.each([0, 1, 10, -0])('takes a score of %d', (score) => {
    expect(issuesOf(createLogInputSchema, { ...logInput, score })).toEqual([]);
  });

  it.each([-1, 11, 0.5, 2 ** 53])('refuses a score of %d', (score) => {
    expect(issuesOf(createLogInputSchema, { ...logInput, score })).toEqual([
      'score must be an integer from 0 to 10',
    ]);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, '8', null, true, 8n, new Date(0)])(
    'refuses %o as a score',
    (score) => {
      const issues = issuesOf(createLogInputSchema, { ...logInput, score });
      expect(issues).toEqual([expect.stringMatching(/^score must be /)]);
    },
  );

  it.each([
    [{ ...logInput, promptId: '' }, ['promptId must not be empty']],
    [{ ...logInput, modelUsed: '' }, ['modelUsed must not be empty']],
    [{ ...logInput, notes: null }, ['notes must be a string']],
    [{ ...logInput, output: 5 }, ['output must be a string']],
    [
      {},
      ['promptId', 'output', 'modelUsed'].map(
        (field) => `${field} is required and must be a string`,
      ),
    ],
    [null, ['it must be an object']],
  ])('says what is wrong with %j', (input, issues) => {
    expect(issuesOf(createLogInputSchema, input)).toEqual(issues);
  });

  it('takes an output that is empty, and leaves out what is undefined', () => {
    const { notes, score, ...required } = logInput;
    const input = { ...required, output: '', notes: undefined, score: undefined };
    expect(JSON.stringify(parseWith(createLogInputSchema, input))).toBe(
      JSON.stringify({ ...required, output: '' }),
    );
  });
});

describe('a log', () => {
  it.each([8, 8.5, -3, 1e300, 0])('may have a score of %d', (score) => {
    expect(parseWith(logSchema, { ...sampleLog, score })).toEqual({ ...sampleLog, score });
  });

  it('may lack notes and score, which null says as well', () => {
    const { notes, score, ...required } = sampleLog;
    for (const log of [required, { ...required, notes: null, score: null }]) {
      expect(Object.keys(parseWith(logSchema, log))).toEqual(Object.keys(required));
    }
  });

  it.each(['_id', 'promptId', 'output', 'modelUsed', 'createdAt'] as const)('has %s', (field) => {
    const { [field]: _, ...rest } = sampleLog;
    expect(issuesOf(logSchema, rest)).toEqual([`${field} is required and must be a string`]);
    expect(issuesOf(logSchema, { ...sampleLog, [field]: null })).toEqual([
      `${field} must be a string`,
    ]);
  });

  it('may hold empty texts: what the server stores is its affair', () => {
    const log = { ...sampleLog, output: '', notes: '', modelUsed: '' };
    expect(parseWith(logSchema, log)).toEqual(log);
  });

  it('is found by its index where a list has a wrong one', () => {
    expect(issuesOf(logsSchema, [sampleLog, null, { ...sampleLog, notes: [] }])).toEqual([
      '[1] must be an object',
      '[2].notes must be a string',
    ]);
  });
});
